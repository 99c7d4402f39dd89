# Asks the planner for a plan and executes it. Everything that has to be decided is decided there, and tested; here is
# only how to do what it says. Other scripts load this file; by itself it does nothing.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Stop-Here {
    # Ends the script with one line that says what to do.
    param([string] $Message)
    [Console]::Error.WriteLine($Message)
    exit 1
}

function Find-Python {
    # The interpreter that runs the planner, and that the server's own environment is made from.
    param([string] $Named)
    if ($Named) {
        if (Test-Path -LiteralPath $Named -PathType Leaf) { return $Named }
        Stop-Here "There is no $Named, which -Python names."
    }
    # What the launcher says of a version that it does not find must not end the script.
    $ErrorActionPreference = 'Continue'
    if (Get-Command -Name 'py.exe' -ErrorAction SilentlyContinue) {
        foreach ($version in '3.13', '3.14', '3.12', '3.11') {
            $found = & py.exe "-$version-64" -c 'import sys; print(sys.executable)' 2> $null
            if ($LASTEXITCODE -eq 0 -and $found) { return [string] $found }
        }
    }
    Stop-Here 'There is no Python from 3.11 to 3.14. Install one from python.org for all users, or name it: -Python "C:\Program Files\Python313\python.exe"'
}

function Add-Package {
    # The wheels of the release that these files came in, unless others are named.
    param([System.Collections.IDictionary] $Parameters)
    $wheels = Join-Path (Split-Path -Parent $PSScriptRoot) 'wheels'
    if (-not $Parameters.ContainsKey('Packages') -and (Test-Path -LiteralPath $wheels -PathType Container)) {
        $Parameters['Packages'] = $wheels
    }
    return $Parameters
}

function ConvertTo-Option {
    # Every parameter of a script is an option of the planner: -OdbcSource X becomes --odbc-source X.
    param([System.Collections.IDictionary] $Parameters)
    foreach ($name in $Parameters.Keys) {
        if ($name -in 'WhatIf', 'Confirm', 'Verbose', 'Debug', 'ErrorAction', 'RollBack') { continue }
        $option = '--' + ($name -creplace '(?<=[a-z])(?=[A-Z])', '-').ToLowerInvariant()
        $value = $Parameters[$name]
        if ($value -is [switch]) {
            if ($value) { $option }
        } else {
            $option
            # A backslash before the quotation mark that PowerShell adds would hide it.
            ([string] $value).TrimEnd('\')
        }
    }
}

function Get-Plan {
    # Returns the plan, or ends the script with the planner's own words and exit code.
    param([string] $Action, [string] $Python, [string[]] $Options)
    $planner = Join-Path $PSScriptRoot 'planner.pyz'
    if ($null -eq $Options) { $Options = @() }
    $text = & $Python $planner $Action '--json' @Options
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    $plan = $text | Out-String | ConvertFrom-Json
    if ($plan.format -ne 1) { Stop-Here "$planner speaks another format: take all files of one version." }
    return $plan
}

function Start-Program {
    # Runs a program with the command line of the plan, shows what it says, and fails by its exit code.
    param([object] $Action)
    $information = New-Object -TypeName System.Diagnostics.ProcessStartInfo
    $information.FileName = $Action.program
    $information.Arguments = $Action.command_line
    $information.UseShellExecute = $false
    foreach ($entry in $Action.environment) { $information.EnvironmentVariables[$entry.name] = $entry.value }
    $process = [System.Diagnostics.Process]::Start($information)
    $process.WaitForExit()
    if ($process.ExitCode -notin $Action.accepts) { throw "$($Action.program) ended with $($process.ExitCode)." }
}

function Test-Page {
    # Fetches a page; the first start takes its time.
    param([object] $Action)
    $until = (Get-Date).AddSeconds(90)
    while ($true) {
        $status = 0
        try {
            $status = [int] (Invoke-WebRequest -Uri $Action.path -Headers @{ Host = $Action.name } -UseBasicParsing -TimeoutSec 60).StatusCode
        } catch {
            $response = $_.Exception.PSObject.Properties['Response']
            if ($null -ne $response -and $null -ne $response.Value) { $status = [int] $response.Value.StatusCode }
        }
        if ($status -in $Action.accepts) { return }
        if ((Get-Date) -gt $until) { throw "$($Action.path) does not answer as it should (status $status)." }
        Start-Sleep -Seconds 2
    }
}

function Invoke-Action {
    # Does one thing.
    param([object] $Action)
    switch ($Action.kind) {
        'folder' { [void] [System.IO.Directory]::CreateDirectory($Action.path) }
        'file' { [System.IO.File]::WriteAllText($Action.path, $Action.text, (New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false)) }
        'copy' { [System.IO.File]::Copy($Action.source, $Action.path, $true) }
        'remove' { if (Test-Path -LiteralPath $Action.path) { Remove-Item -LiteralPath $Action.path -Recurse -Force } }
        'run' { Start-Program -Action $Action }
        'odbc' { Add-OdbcDsn -Name $Action.name -DriverName $Action.driver -DsnType 'System' -Platform '64-bit' -SetPropertyValue $Action.properties }
        'no-odbc' { Remove-OdbcDsn -Name $Action.name -DsnType 'System' -Platform '64-bit' }
        'ask' { if ((Read-Host -Prompt "$($Action.text) Type yes to go on") -ne 'yes') { throw 'Nothing more is done without a yes.' } }
        'visit' { Test-Page -Action $Action }
        default { throw "The plan names a kind of action that this script does not know: $($Action.kind)." }
    }
}

function Invoke-Plan {
    # Executes a plan step by step. When a step fails, those before it are taken back, the last one first.
    # With -WhatIf every step is told and none is done.
    [CmdletBinding(SupportsShouldProcess)]
    param([object] $Plan)
    $lock = New-Object -TypeName System.Threading.Mutex -ArgumentList $false, 'Global\vettrak_api'
    try {
        $isOurs = $lock.WaitOne(0)
    } catch [System.Threading.AbandonedMutexException] {
        # Whoever had it was ended; now it is ours.
        $isOurs = $true
    }
    if (-not $isOurs) { Stop-Here 'Another installation of vettrak_api runs on this computer. Wait for its end.' }
    $taken = New-Object -TypeName System.Collections.ArrayList
    $step = $null
    try {
        foreach ($step in $Plan.steps) {
            if ($PSCmdlet.ShouldProcess($step.title, $step.title, 'vettrak_api')) {
                Write-Output $step.title
                Invoke-Action -Action $step.action
                # What is done last is taken back first.
                $taken.InsertRange(0, @($step.undo))
            }
        }
    } catch {
        Write-Warning "$($step.title): $($_.Exception.Message) What was done is taken back."
        $taken.InsertRange(0, @($step.undo_of_half))
        foreach ($action in $taken) {
            try { Invoke-Action -Action $action } catch { Write-Warning "This was not taken back: $($_.Exception.Message)" }
        }
        exit 1
    } finally {
        $lock.ReleaseMutex()
        $lock.Dispose()
    }
    foreach ($note in $Plan.notes) { Write-Output $note }
}
