#!/bin/sh
# Compiles the sample service and its host into the folder given (default: a temporary one) and prints that folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
site=${1:-$(mktemp -d)}
mkdir -p "$site/bin"
mcs -nologo -target:library -r:System.Web -r:System.Web.Services -out:"$site/bin/Sample.dll" "$here/SampleService.cs"
mcs -nologo -target:exe -r:System.Web -out:"$site/bin/Oracle.exe" "$here/Oracle.cs"
printf '<%%@ WebService Class="SampleService" %%>\n' > "$site/VT_API.asmx"
echo "$site"
