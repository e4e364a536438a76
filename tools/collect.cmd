@echo off
rem Gathers the logs of this machine that tell why Windows or Office does not activate, into a folder that sppwhy reads.
rem Usage: collect.cmd [FOLDER]    in a prompt that was started with "Run as administrator"
rem It reads and copies; it changes nothing on this machine. What could not be gathered is said, and the rest goes on.
setlocal
set "target=%~1"
if "%target%"=="" set "target=%CD%\sppwhy-logs"
set "here=%target%\%COMPUTERNAME%"
set problems=0

net session >nul 2>&1
if errorlevel 1 (
    echo This needs an administrator's prompt: right-click "Command Prompt", then "Run as administrator".
    exit /b 5
)
mkdir "%here%" 2>nul
if not exist "%here%\" (
    echo %here%: the folder cannot be made. Give another one: collect.cmd D:\logs
    exit /b 3
)

call :log "Application" "Application"
call :log "Key Management Service" "Key-Management-Service"
call :log "ForwardedEvents" "ForwardedEvents"
call :log "Microsoft-Windows-Security-SPP-UX-Notifications/ActionCenter" "SPP-UX-ActionCenter"

set "slmgr=%SystemRoot%\System32\slmgr.vbs"
if exist "%slmgr%" (
    cscript //nologo "%slmgr%" /dlv all > "%here%\%COMPUTERNAME%_KMSActivation.txt" 2>&1
    if errorlevel 1 call :problem "slmgr /dlv all failed; what it said is in %COMPUTERNAME%_KMSActivation.txt"
) else (
    call :problem "%slmgr% is not there"
)
for %%p in ("%ProgramFiles%" "%ProgramFiles(x86)%") do for %%v in (16 15 14) do (
    if exist "%%~p\Microsoft Office\Office%%v\ospp.vbs" (
        cscript //nologo "%%~p\Microsoft Office\Office%%v\ospp.vbs" /dstatus > "%here%\%COMPUTERNAME%_Office%%v_dstatus.txt" 2>&1
        if errorlevel 1 call :problem "ospp.vbs /dstatus of Office%%v failed"
    )
)

echo.
echo The logs are in %here%
if not %problems%==0 echo %problems% of the steps had a problem, see above.
echo Now: sppwhy "%target%"
exit /b 0

:log
wevtutil gl %1 >nul 2>&1
if errorlevel 1 (
    echo %~1: this machine has no such log; that is usual.
    goto :eof
)
wevtutil epl %1 "%here%\%COMPUTERNAME%-%~2.evtx" /ow:true
if errorlevel 1 (
    call :problem "%~1 could not be exported; try again, or copy its file from %SystemRoot%\System32\winevt\Logs"
) else (
    echo %~1: exported.
)
goto :eof

:problem
set /a problems+=1
echo PROBLEM: %~1
goto :eof
