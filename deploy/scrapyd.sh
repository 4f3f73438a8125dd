#!/bin/sh
# Starts Scrapyd in the foreground as scrapyd.conf, beside this file, says.
#
#   SCRAPYD_USERNAME, SCRAPYD_PASSWORD   who may use it: no default
#   MONGODB_URI, MONGODB_DATABASE        where all nodes meet and jobs store
#   SCRAPYD_PASSWORD_FILE, MONGODB_URI_FILE   files that hold these instead, as Docker's secrets
#                                        and systemd's credentials do
#   KZNEWS_EGG_KEY_FILE                  a key with which eggs are signed: no other is run
#   SCRAPYD_DIR                          where its logs live (var/scrapyd)
#   SCRAPYD_HTTP_PORT                    6800 unless given
#   SCRAPYD_BIND_ADDRESS                 127.0.0.1 unless given
#   NODE_NAME, NODE_URL                  what other nodes call it, where they reach it
set -eu

if [ -n "${SCRAPYD_PASSWORD_FILE:-}" ]; then
    if [ -n "${SCRAPYD_PASSWORD:-}" ]; then
        echo "SCRAPYD_PASSWORD and SCRAPYD_PASSWORD_FILE are both set: give one" >&2
        exit 2
    fi
    SCRAPYD_PASSWORD=$(cat "$SCRAPYD_PASSWORD_FILE") || exit 2
    if [ -z "$SCRAPYD_PASSWORD" ]; then
        echo "SCRAPYD_PASSWORD_FILE: $SCRAPYD_PASSWORD_FILE is empty" >&2
        exit 2
    fi
    export SCRAPYD_PASSWORD
    unset SCRAPYD_PASSWORD_FILE
fi
# Scrapyd and its jobs read these files themselves, elsewhere.
absolute() {  # NAME
    case $1 in
        /*) printf %s "$1" ;;
        *) printf %s "$PWD/$1" ;;
    esac
}
[ -z "${MONGODB_URI_FILE:-}" ] || MONGODB_URI_FILE=$(absolute "$MONGODB_URI_FILE")
[ -z "${KZNEWS_EGG_KEY_FILE:-}" ] || KZNEWS_EGG_KEY_FILE=$(absolute "$KZNEWS_EGG_KEY_FILE")
[ -z "${KZNEWS_ALERTS_FILE:-}" ] || KZNEWS_ALERTS_FILE=$(absolute "$KZNEWS_ALERTS_FILE")

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

# Logs are for this user alone.
umask 077
mkdir -p "$run"
cd "$run"

# Under this name Scrapyd and its jobs read it last, over /etc/scrapyd and ~/.scrapyd.conf, and
# do not go on up to the project's own scrapy.cfg. Nor is the project's folder where jobs run:
# its package would be imported in place of the deployed egg's.
cp "$here/scrapyd.conf" scrapy.cfg
# No file with its process id: in a container, the next start finds that id in use, and gives up.
exec scrapyd --pidfile=
