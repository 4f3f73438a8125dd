#!/bin/sh
# Makes the secrets of a new cluster in a folder, each a file of its own; keeps those that exist.
#
#   deploy/new_secrets.sh [FOLDER]     (deploy/secrets)
#
# MONGODB_HOSTS   the members, where they are not mongo1, mongo2 and mongo3 at port 27017
# SECRETS_GROUP   the group of the user who crawls, on a plain machine: it may enter the folder and
#                 read what crawls need; the rest is for who runs this alone. Without, all is for
#                 Compose: who runs this may enter the folder, alone.
set -eu

folder=${1:-$(dirname "$0")/secrets}
hosts=${MONGODB_HOSTS:-mongo1:27017,mongo2:27017,mongo3:27017}
group=${SECRETS_GROUP:-}

umask 077
mkdir -p "$folder"
if [ -n "$group" ]; then
    chgrp "$group" "$folder"
    chmod 750 "$folder"
else
    chmod 700 "$folder"  # who may not enter the folder cannot read the files
fi

random() {  # letters and digits: nothing that a URI, a shell or HTTP would need escaped
    LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c "$1" || true
}
keep() {  # NAME: stores what comes in, unless there is such a secret
    if [ -e "$folder/$1" ]; then
        cat >/dev/null
    else
        cat >"$folder/$1"
        echo "made $folder/$1"
    fi
    allow "$1"
}
allow() {  # NAME: who may read it
    if [ -z "$group" ]; then
        # Compose shows the file itself to containers, whose users are others than this one.
        chmod 444 "$folder/$1"
        return
    fi
    case $1 in
        mongo_*) chmod 400 "$folder/$1" ;;
        *) chgrp "$group" "$folder/$1" && chmod 440 "$folder/$1" ;;
    esac
}

random 756 | keep mongo_keyfile
random 40 | keep mongo_admin_password
random 40 | keep mongo_password
random 40 | keep scrapyd_password
random 40 | keep egg_key
printf 'mongodb://kznews:%s@%s/?replicaSet=kznews' "$(cat "$folder/mongo_password")" "$hosts" |
    keep mongodb_uri

# Who is told of trouble: docs/operations.md, "Alerts". Nobody, until somebody is written there.
keep alerts </dev/null
