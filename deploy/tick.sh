#!/bin/sh
# Submits the crawls that are due: what cron, the systemd timer and the container run.
#
#   deploy/tick.sh [--every SECONDS]     once, or again and again
#
#   MONGODB_URI or MONGODB_URI_FILE, MONGODB_DATABASE   where the nodes' queue is
#
# The schedule is that of the deployed version: the runner loads its egg first.
set -eu
exec python -m kznews.nodes.runner tick "$@"
