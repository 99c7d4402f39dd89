#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Removes what install.ps1 has made. Settings, logs and the database stay.
.DESCRIPTION
Does what "planner.pyz uninstall" prints. Running it again does no harm. With -WhatIf nothing is done.
.EXAMPLE
.\uninstall.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The folder of the installation.
    [string] $HomeFolder,
    # A Python that runs the planner; the one of the installation is removed.
    [string] $Python
)

. (Join-Path $PSScriptRoot 'steps.ps1')
$interpreter = Find-Python -Named $Python
$PSBoundParameters.Remove('Python') | Out-Null
$options = ConvertTo-Option -Parameters $PSBoundParameters
Invoke-Plan -Plan (Get-Plan -Action 'uninstall' -Python $interpreter -Options $options) -WhatIf:$WhatIfPreference
