@echo off
rem Backstep without a network, on Windows: hands out the folder "site" beside this file to this computer alone, and opens
rem the browser at it. It needs nothing but the PowerShell that Windows has: what follows the line of colons is its program.
set "BACKSTEP_FILE=%~f0"
set "BACKSTEP_HOME=%~dp0"
powershell -NoProfile -ExecutionPolicy Bypass -Command "iex (((Get-Content -Raw -LiteralPath $env:BACKSTEP_FILE) -split ':{20}')[-1])"
pause
exit /b
::::::::::::::::::::
$site = Join-Path $env:BACKSTEP_HOME 'site'
if (-not (Test-Path -LiteralPath (Join-Path $site 'index.html'))) {
	Write-Host 'The folder "site" is not beside this file: unpack the whole zip.'
	return
}
$site = (Resolve-Path -LiteralPath $site).Path
$types = @{
	'.css' = 'text/css'; '.html' = 'text/html; charset=utf-8'; '.js' = 'text/javascript'; '.mjs' = 'text/javascript'
	'.json' = 'application/json'; '.png' = 'image/png'; '.svg' = 'image/svg+xml'; '.txt' = 'text/plain; charset=utf-8'
	'.wasm' = 'application/wasm'; '.webmanifest' = 'application/manifest+json'; '.woff' = 'font/woff'; '.woff2' = 'font/woff2'
}
$listener = $null
foreach ($port in 5173..5272) {
	$one = New-Object System.Net.HttpListener
	$one.Prefixes.Add("http://localhost:$port/")
	try { $one.Start(); $listener = $one; break } catch { $one.Close() }
}
if ($null -eq $listener) {
	Write-Host 'No port from 5173 to 5272 is free: close a program that serves there.'
	return
}
Write-Host "Backstep is at http://localhost:$port/"
Write-Host 'Close this window to end it.'
Start-Process "http://localhost:$port/"
while ($listener.IsListening) {
	$context = $listener.GetContext()
	$response = $context.Response
	try {
		$path = [Uri]::UnescapeDataString($context.Request.Url.AbsolutePath)
		$file = [IO.Path]::GetFullPath((Join-Path $site ($path.TrimStart('/') -replace '/', '\')))
		$inside = ($file + '\').StartsWith($site + '\', [StringComparison]::OrdinalIgnoreCase)
		$response.Headers.Add('Access-Control-Allow-Origin', '*')
		if ($inside -and [IO.Directory]::Exists($file) -and -not $path.EndsWith('/')) {
			$response.Redirect($path + '/')
			continue
		}
		if ($inside -and [IO.Directory]::Exists($file)) { $file = Join-Path $file 'index.html' }
		if (-not ($inside -and [IO.File]::Exists($file))) {
			$response.StatusCode = 404
			$file = Join-Path $site '404.html'
		}
		$type = $types[[IO.Path]::GetExtension($file).ToLowerInvariant()]
		if ($null -eq $type) { $type = 'application/octet-stream' }
		$response.ContentType = $type
		$response.Headers.Add('Cache-Control', 'no-cache')
		$bytes = [IO.File]::ReadAllBytes($file)
		$response.ContentLength64 = $bytes.Length
		if ($context.Request.HttpMethod -ne 'HEAD') { $response.OutputStream.Write($bytes, 0, $bytes.Length) }
	}
	catch { }
	finally { try { $response.Close() } catch { } }
}
