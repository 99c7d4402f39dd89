#!/bin/sh
# What is a client enrolled in, and which classes does he have on a day?
#
#   sh training.sh ADDRESS DAY CLIENT...
#   export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
#   sh training.sh http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
#
# Needs curl, and xmllint to read the answers.
set -eu

address=$1 day=$2
shift 2
namespace=http://www.ozsoft.com.au/VETtrak/api/complete
file=${VETTRAK_TOKEN_FILE:-vettrak-token}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# A text as XML may hold it.
escaped() { printf %s "$1" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

# The text of an element that has no prefix, such as Auth/Status.
value() { xmllint --xpath "string(//*[local-name()='${1%/*}']/*[local-name()='${1#*/}'])" "$answer"; }

# The texts of all elements of a name, a line each; none is no error.
values() {
  xmllint --xpath "//*[local-name()='$1']/*[local-name()='$2']/text()" "$answer" 2>/dev/null || true
}

count() { xmllint --xpath "count(//*[local-name()='$1'])" "$answer"; }

# Send an operation with its parameters, which are XML already. The body goes in by a pipe: it may hold a password.
send() {
  printf '<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
<soap:Body><%s xmlns="%s">%s</%s></soap:Body></soap:Envelope>' "$1" "$namespace" "$2" "$1" |
    curl --silent --show-error --max-time 60 --data-binary @- --output "$answer" \
      --header 'Content-Type: text/xml; charset=utf-8' --header "SOAPAction: \"$namespace/$1\"" "$address"
  if [ "$(count faultstring)" != 0 ]; then
    echo "The server refused the request: $(xmllint --xpath 'string(//faultstring)' "$answer")" >&2
    exit 2
  fi
}

# The token is kept in a file, so that the next run needs no log-in.
log_in() {
  user=$(escaped "$VETTRAK_USER") password=$(escaped "$VETTRAK_PASSWORD")
  send ValidateClient "<sUsername>$user</sUsername><sPassword>$password</sPassword>"
  if [ "$(value ValidateClientResult/Status)" -lt 1 ]; then
    echo "The log-in failed: $(value ValidateClientResult/StatusMessage)" >&2
    exit 1
  fi
  token=$(value ValidateClientResult/Token)
  (umask 077 && printf %s "$token" >"$file")
  echo "Logged in."
}

# Call an operation with the token; log in again when it is no longer good.
call() {
  send "$1" "<sToken>$(escaped "$token")</sToken>$2"
  case $(value Auth/StatusMessage) in
    "Token has expired." | "Invalid token.")
      log_in
      send "$1" "<sToken>$(escaped "$token")</sToken>$2"
      ;;
  esac
}

if [ -s "$file" ]; then token=$(cat "$file"); else log_in; fi
for client; do
  code="<sClie_Code>$(escaped "$client")</sClie_Code>"
  call GetEnrolmentsForClient "$code"
  if [ "$(value Auth/Status)" -lt 1 ]; then
    echo "$client: $(value Auth/StatusMessage)"
    continue
  fi
  enrolments=$(count TClieEnro)
  codes=$(values TClieEnro Code)
  # The training organisation's local time: no zone, and nothing to convert.
  call GetClassesForClient "$code<xsdStart>${day}T00:00:00</xsdStart><xsdEnd>${day}T23:59:59</xsdEnd>"
  echo "$client: $enrolments enrolments, $(count TInst) classes"
  printf %s "$codes" | sed 's/^/  enrolled in /'
  [ -z "$codes" ] || echo
  values TInst Inst_Start | cut -c 1-16 | sed 's/^/  class at /'
done
