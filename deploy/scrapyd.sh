#!/bin/sh
# Starts Scrapyd in the foreground as scrapyd.conf, beside this file, says.
#
#   SCRAPYD_USERNAME, SCRAPYD_PASSWORD   who may use it: no default
#   SCRAPYD_DIR                          where its eggs, logs and queue live (var/scrapyd)
#   SCRAPYD_HTTP_PORT                    6800 unless given
#   MONGODB_URI, MONGODB_DATABASE        where its jobs store
set -eu

# Scrapyd itself would start without them and let everyone in.
: "${SCRAPYD_USERNAME:?choose a user name for Scrapyd and export it}"
: "${SCRAPYD_PASSWORD:?choose a password for Scrapyd and export it}"
case $SCRAPYD_USERNAME in
    *:*) echo "SCRAPYD_USERNAME must not contain a colon (HTTP basic authentication)" >&2; exit 2 ;;
esac
if printf %s "$SCRAPYD_USERNAME$SCRAPYD_PASSWORD" | LC_ALL=C grep -q '[^ -~]'; then
    echo "SCRAPYD_USERNAME and SCRAPYD_PASSWORD must be ASCII: scrapyd-client sends no other" >&2
    exit 2
fi
if ! command -v scrapyd >/dev/null; then
    echo "scrapyd is not on the PATH: use 'make scrapyd', or install kznews[deploy]" >&2
    exit 2
fi

here=$(cd "$(dirname "$0")" && pwd)
run=${SCRAPYD_DIR:-$here/../var/scrapyd}

# Logs, eggs and queued jobs are for this user alone.
umask 077
mkdir -p "$run"
cd "$run"

# Under this name Scrapyd and its jobs read it last, over /etc/scrapyd and ~/.scrapyd.conf, and
# do not go on up to the project's own scrapy.cfg. Nor is the project's folder where jobs run:
# its package would be imported in place of the deployed egg's.
cp "$here/scrapyd.conf" scrapy.cfg
exec scrapyd
