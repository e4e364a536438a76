<#
.SYNOPSIS
Gathers the logs that tell why Windows or Office does not activate, from this machine or from others, into a folder that sppwhy reads.

.DESCRIPTION
Works with Windows PowerShell 5 and later. Reads and copies only. Needs an administrator's rights on each machine; other machines need
PowerShell remoting. A step that fails is reported at the end, with its machine, and the other steps go on.

.EXAMPLE
.\collect.ps1
.EXAMPLE
.\collect.ps1 -ComputerName kms1, ws-0412 -Destination D:\logs -Zip
.EXAMPLE
Get-Content machines.txt | .\collect.ps1 -Destination D:\logs
#>
[CmdletBinding()]
param(
    [Parameter(ValueFromPipeline = $true)]
    [string[]] $ComputerName,
    [string] $Destination = (Join-Path (Get-Location) 'sppwhy-logs'),
    [switch] $Zip
)

begin {
    $machines = New-Object System.Collections.Generic.List[string]
    $problems = New-Object System.Collections.Generic.List[string]

    # Runs on the machine that is asked: exports into a folder of its own and tells what became of each step.
    $gather = {
        $folder = Join-Path ([IO.Path]::GetTempPath()) ('sppwhy-' + [Guid]::NewGuid().ToString('N'))
        $said = New-Object System.Collections.Generic.List[string]
        New-Item -ItemType Directory -Path $folder -ErrorAction Stop | Out-Null
        $logs = [ordered]@{
            'Application'                                                   = 'Application'
            'Key Management Service'                                        = 'Key-Management-Service'
            'ForwardedEvents'                                               = 'ForwardedEvents'
            'Microsoft-Windows-Security-SPP-UX-Notifications/ActionCenter' = 'SPP-UX-ActionCenter'
        }
        foreach ($log in $logs.Keys) {
            & wevtutil.exe gl $log 2>$null | Out-Null
            if ($LASTEXITCODE -ne 0) { continue }
            $file = Join-Path $folder ('{0}-{1}.evtx' -f $env:COMPUTERNAME, $logs[$log])
            $text = & wevtutil.exe epl $log $file /ow:true 2>&1
            if ($LASTEXITCODE -ne 0) { $said.Add("the log '$log' could not be exported: $text") }
        }
        $slmgr = Join-Path $env:SystemRoot 'System32\slmgr.vbs'
        if (Test-Path $slmgr) {
            $file = Join-Path $folder ($env:COMPUTERNAME + '_KMSActivation.txt')
            & cscript.exe //nologo $slmgr /dlv all 2>&1 | Out-File -FilePath $file -Encoding utf8
            if ($LASTEXITCODE -ne 0) { $said.Add('slmgr /dlv all failed') }
        }
        foreach ($root in @($env:ProgramFiles, ${env:ProgramFiles(x86)})) {
            foreach ($version in 16, 15, 14) {
                if (-not $root) { continue }
                $ospp = Join-Path $root "Microsoft Office\Office$version\ospp.vbs"
                if (-not (Test-Path $ospp)) { continue }
                $file = Join-Path $folder ('{0}_Office{1}_dstatus.txt' -f $env:COMPUTERNAME, $version)
                & cscript.exe //nologo $ospp /dstatus 2>&1 | Out-File -FilePath $file -Encoding utf8
                if ($LASTEXITCODE -ne 0) { $said.Add("ospp.vbs /dstatus of Office$version failed") }
            }
        }
        [pscustomobject]@{ Name = $env:COMPUTERNAME; Folder = $folder; Problems = $said.ToArray() }
    }

    function Move-Gathered($Result, $Session) {
        $target = Join-Path $Destination $Result.Name
        New-Item -ItemType Directory -Path $target -Force -ErrorAction Stop | Out-Null
        if ($Session) {
            Copy-Item -FromSession $Session -Path (Join-Path $Result.Folder '*') -Destination $target -Force -ErrorAction Stop
            Invoke-Command -Session $Session -ArgumentList $Result.Folder { param($f) Remove-Item -Recurse -Force $f }
        } else {
            Copy-Item -Path (Join-Path $Result.Folder '*') -Destination $target -Force -ErrorAction Stop
            Remove-Item -Recurse -Force $Result.Folder
        }
        foreach ($text in $Result.Problems) { $problems.Add($Result.Name + ': ' + $text) }
        Write-Host ($Result.Name + ': gathered')
    }
}

process {
    foreach ($name in $ComputerName) { if ($name) { $machines.Add($name.Trim()) } }
}

end {
    try {
        New-Item -ItemType Directory -Path $Destination -Force -ErrorAction Stop | Out-Null
    } catch {
        Write-Error "$Destination cannot be made: $_"
        exit 3
    }
    if ($machines.Count -eq 0) {
        $identity = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
        if (-not $identity.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
            Write-Error 'This needs an administrator: start PowerShell with "Run as administrator".'
            exit 5
        }
        try { Move-Gathered (& $gather) $null } catch { $problems.Add("${env:COMPUTERNAME}: $_") }
    }
    foreach ($name in $machines) {
        $session = $null
        try {
            $session = New-PSSession -ComputerName $name -ErrorAction Stop
            Move-Gathered (Invoke-Command -Session $session -ScriptBlock $gather -ErrorAction Stop) $session
        } catch {
            $problems.Add("${name}: $_")
        } finally {
            if ($session) { Remove-PSSession $session }
        }
    }
    $result = $Destination
    if ($Zip) {
        try {
            $result = "$Destination.zip"
            Compress-Archive -Path (Join-Path $Destination '*') -DestinationPath $result -Force -ErrorAction Stop
        } catch {
            $problems.Add("the zip could not be written: $_")
            $result = $Destination
        }
    }
    foreach ($text in $problems) { Write-Warning $text }
    Write-Host "Now: sppwhy `"$result`""
    if ($problems.Count -ne 0) { exit 2 }
}
