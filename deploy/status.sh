#!/bin/sh
# Tells whether all is well, as `scrapy status` does, by the deployed version's schedule.
#
#   deploy/status.sh [--alert] [--json | --prometheus] [--output FILE]
#
#   MONGODB_URI or MONGODB_URI_FILE, MONGODB_DATABASE   where the nodes and their crawls store
#   KZNEWS_ALERTS or KZNEWS_ALERTS_FILE                 who is told with --alert
set -eu
exec python -m kznews.nodes.runner status "$@"
