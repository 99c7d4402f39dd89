#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Puts this version of vettrak_api beside the one that runs, brings the database's tables up to date, and switches to it.
.DESCRIPTION
Asks for a backup of the database first. Does what "planner.pyz upgrade" prints, and switches back when a step fails.
With -RollBack it switches to the version before, which is still there. With -WhatIf nothing is done.
.EXAMPLE
.\upgrade.ps1 -WhatIf
.EXAMPLE
.\upgrade.ps1 -RollBack
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The folder of the installation.
    [string] $HomeFolder,
    # python.exe of a Python for all users; by default the one that was used before.
    [string] $Python,
    # A folder of wheels; by default the one of the release that this script came in.
    [string] $Packages,
    [string] $Version,
    [int] $Processes,
    [int] $BodyLimit,
    # There is a backup from right now: do not ask.
    [switch] $BackupTaken,
    [switch] $RollBack
)

. (Join-Path $PSScriptRoot 'steps.ps1')
$interpreter = Find-Python -Named $Python
if ($RollBack) {
    $action, $options = 'rollback', (ConvertTo-Option -Parameters $PSBoundParameters)
} else {
    $action, $options = 'upgrade', (ConvertTo-Option -Parameters (Add-Package -Parameters $PSBoundParameters))
}
Invoke-Plan -Plan (Get-Plan -Action $action -Python $interpreter -Options $options) -WhatIf:$WhatIfPreference
