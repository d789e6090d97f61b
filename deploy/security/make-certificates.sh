#!/bin/sh
# Makes a certificate authority of your own, and one certificate that it signed, with openssl 3:
#
#   sh deploy/security/make-certificates.sh secrets monitoring.example.com 10.0.0.5
#
# The first argument is the folder, the others are more names and addresses that the servers are reached by.
# ca.crt goes to everybody who connects. ca.key signs further certificates: keep it offline.
# server.crt and server.key are for the servers. Run it again before the certificate ends, and restart them: the
# authority stays, the certificate is made anew. For one certificate for each server, run it for a folder each, with
# the same ca.crt and ca.key.
set -eu

CA_DAYS=3650
# Clients refuse certificates that are valid for longer than 398 days.
SERVER_DAYS=397

if [ $# -lt 1 ]; then
  echo "usage: $0 FOLDER [NAME OR ADDRESS]..." >&2
  exit 2
fi
folder=$1
shift
# Of this machine, and of the services of docker-compose.yml.
names="DNS:localhost,IP:127.0.0.1,IP:::1"
for service in application aiwatch prometheus alertmanager grafana node-exporter redis-exporter postgres-exporter; do
  names="$names,DNS:$service"
done
for name in "$@"; do
  case $name in
    *:*) names="$names,IP:$name" ;;
    *[!0-9.]*) names="$names,DNS:$name" ;;
    *) names="$names,IP:$name" ;;
  esac
done

umask 077
mkdir -p "$folder"
cd "$folder"
if [ ! -e ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -days "$CA_DAYS" \
    -subj "/CN=aiwatch monitoring CA" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout ca.key -out ca.crt
fi
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -days "$SERVER_DAYS" \
  -CA ca.crt -CAkey ca.key -subj "/CN=aiwatch monitoring" \
  -addext "basicConstraints=critical,CA:FALSE" -addext "keyUsage=critical,digitalSignature" \
  -addext "extendedKeyUsage=serverAuth,clientAuth" -addext "subjectAltName=$names" \
  -keyout server.key -out server.crt
# The folder is closed to all but its group, which may be that of the servers; containers, which run as other users, mount
# these files one by one.
chmod o-rwx .
chmod 644 ca.crt server.crt server.key
echo "wrote $folder/ca.crt, $folder/ca.key, $folder/server.crt and $folder/server.key"
