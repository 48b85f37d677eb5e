using System.ComponentModel;
using System.Diagnostics;

namespace Lucarne.Learning.Report.Charts;

/// <summary>
/// Draws a batch of specifications with web/charts/render.mjs in one Node process. The script is looked for in
/// LUCARNE_WEB, then in the folders above the program; Node in LUCARNE_NODE, then on PATH.
/// </summary>
internal sealed class ChartRenderer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _node;
    private readonly string? _web;

    public ChartRenderer(string? node = null, string? web = null)
    {
        _node = node ?? Environment.GetEnvironmentVariable("LUCARNE_NODE") ?? "node";
        _web = web ?? Environment.GetEnvironmentVariable("LUCARNE_WEB") ?? Find();
    }

    /// <summary>Writes an .svg beside each .vl.json; null when all were drawn, else one sentence saying why not.</summary>
    public string? Render(IReadOnlyList<string> specifications, CancellationToken cancel = default)
    {
        if (_web is null || !File.Exists(Script(_web)))
            return "Charts were not drawn, only their .vl.json written: web/charts/render.mjs was not found; run from Lucarne's own folder or set LUCARNE_WEB to its web folder.";
        if (!Directory.Exists(Path.Combine(_web, "node_modules", "vega-lite")))
            return $"Charts were not drawn, only their .vl.json written: {Path.Combine(_web, "node_modules")} lacks Vega-Lite; run 'npm ci' in {_web}.";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(_node, [Script(_web), .. specifications])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                WorkingDirectory = _web,
            })!;
            return Wait(process, cancel);
        }
        catch (Win32Exception)
        {
            return $"Charts were not drawn, only their .vl.json written: '{_node}' could not be started; install Node 18 or later or set LUCARNE_NODE to it.";
        }
    }

    private static string? Wait(Process process, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        using var stop = limit.Token.Register(() => Kill(process));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        _ = output.Result;
        if (process.ExitCode == 0) return null;
        var first = errors.Split('\n').FirstOrDefault(line => line.Trim().Length > 0)?.Trim();
        return limit.IsCancellationRequested
            ? $"Charts were not drawn: Node took longer than {Limit.TotalMinutes:0} minutes."
            : $"Some charts were not drawn: {first ?? $"Node ended with status {process.ExitCode}"}.";
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself between the limit and here.
        }
    }

    private static string Script(string web) => Path.Combine(web, "charts", "render.mjs");

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var web = Path.Combine(folder.FullName, "web");
            if (File.Exists(Script(web))) return web;
        }
        return null;
    }
}
