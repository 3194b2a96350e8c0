#!/bin/bash
# Asks /readyz whether this process can serve. The image holds no HTTP client, so bash opens the socket itself.
set -eu
listen=${TOLLKEEPER__LISTEN:-127.0.0.1:8787}
exec 3<>"/dev/tcp/127.0.0.1/${listen##*:}"
printf 'GET /readyz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n' >&3
answer=$(timeout 4 cat <&3)
# The last line says what is missing; the engine keeps it for whoever inspects the container.
printf '%s\n' "${answer##*$'\n'}"
[[ $answer == 'HTTP/1.1 200 '* ]]
