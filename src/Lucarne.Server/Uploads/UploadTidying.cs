using Lucarne.Clinic;

namespace Lucarne.Server.Uploads;

/// <summary>Finishes uploads that a crash left whole, and removes those that nobody goes on with.</summary>
internal sealed partial class UploadTidying(ClinicDatabase clinic, TimeProvider clock, ILogger<UploadTidying> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await clinic.Uploads.TidyAsync(clock.GetUtcNow() - KeptFor, stoppingToken);
            }
            catch (Exception error) when (error is ClinicException or IOException or System.Data.Common.DbException)
            {
                NotTidied(log, error.Message);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unfinished uploads could not be looked through: {Reason}")]
    private static partial void NotTidied(ILogger log, string reason);
}
