#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs vettrak_api under IIS: Python environment, settings, application pool, virtual directory, rights.
.DESCRIPTION
Does what "planner.pyz install" prints with the same options, and takes everything back when a step fails. Running it
again does only what is missing. With -WhatIf nothing is done.
.EXAMPLE
.\install.ps1 -OdbcSource vettrak -SqlServer DB01\SQLEXPRESS -SqlDatabase vettrak -PublicUrl https://api.rto.example/vettrak -WhatIf
.EXAMPLE
.\install.ps1 -Way httpplatform -Settings C:\release\vettrak.toml
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # How IIS reaches the server.
    [ValidateSet('wfastcgi', 'httpplatform', 'service')] [string] $Way,
    # The web site; with -Port it is made if it is not there.
    [string] $Site,
    [int] $Port,
    [string] $HostName,
    # The virtual directory, such as /vettrak; / is the whole site.
    [string] $Path,
    # The application pool, or the Windows service.
    [string] $Pool,
    # The folder of everything, and that of the logs.
    [string] $HomeFolder,
    [string] $Logs,
    # python.exe of a Python for all users.
    [string] $Python,
    # A folder of wheels; by default the one of the release that this script came in.
    [string] $Packages,
    [string] $Version,
    # Where the database is: its kind, and one of the next three.
    [ValidateSet('sqlserver', 'postgresql', 'mariadb', 'sqlite')] [string] $Database,
    [string] $Settings,
    [string] $DatabaseUrl,
    [string] $OdbcSource,
    # With both of these the ODBC source is made.
    [string] $SqlServer,
    [string] $SqlDatabase,
    # The address that clients use, up to the virtual directory.
    [string] $PublicUrl,
    [int] $Processes,
    [int] $BodyLimit,
    # WinSW-x64.exe, and the port of the Windows service.
    [string] $Winsw,
    [int] $ServicePort
)

. (Join-Path $PSScriptRoot 'steps.ps1')
$interpreter = Find-Python -Named $Python
$options = ConvertTo-Option -Parameters (Add-Package -Parameters $PSBoundParameters)
Invoke-Plan -Plan (Get-Plan -Action 'install' -Python $interpreter -Options $options) -WhatIf:$WhatIfPreference
