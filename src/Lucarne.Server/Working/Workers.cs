using System.Diagnostics;
using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;

namespace Lucarne.Server.Working;

/// <summary>Keeps a worker process running, where this process's role is to work.</summary>
internal sealed partial class Workers(ServerOptions options, ClinicDatabase clinic, ILogger<Workers> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Role == ServerRole.Web
        ? Task.CompletedTask
        : new WorkerSupervisor(clinic, Start, $"{Environment.MachineName}-{Environment.ProcessId}", line => Told(log, line)).RunAsync(1, stoppingToken);

    private ProcessStartInfo Start(string worker)
    {
        var start = new ProcessStartInfo(Reading.ReadingProcess.Host, [options.Program, WorkerProcess.Word, worker]) { UseShellExecute = false };
        Reading.ReadingProcess.BoundArenas(start);
        start.Environment["LUCARNE_HOME"] = options.Home;
        start.Environment["LUCARNE_ROOT"] = Path.GetDirectoryName(options.Recipes)!;
        start.Environment[WorkerProcess.DatabaseVariable] = options.Connection;
        start.Environment[WorkerProcess.FilesVariable] = options.Files;
        return start;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}")]
    private static partial void Told(ILogger log, string what);
}
