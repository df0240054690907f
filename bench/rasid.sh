#!/bin/sh
# Writes a configuration for the feed farm at $1 into the working folder, with the examples in $2.
cat <<TOML
[store]
path = "rasid.db"
[fetch]
allow = ["127.0.0.0/8"]
[read]
window = "87600h"
[[topic]]
name = "olives"
title = "موسم الزيتون"
folder = "$2"
[[digest]]
name = "daily"
topic = "olives"
targets = ["file"]
[[target]]
name = "file"
kind = "file"
path = "out"
TOML
curl -s "$1/_/list" | awk '{ printf "[[source]]\nname = \"f%d\"\noutlet = \"ن\"\nurl = \"%s\"\n", NR, $1 }'
