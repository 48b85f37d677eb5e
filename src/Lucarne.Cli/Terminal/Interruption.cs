using System.Runtime.InteropServices;

namespace Lucarne.Cli.Terminal;

/// <summary>
/// Turns Ctrl-C and the request to terminate into a cancellation, so that the work ends where nothing is lost. Who asks a second time
/// means it: the process ends at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _source.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        Console.Error.WriteLine("lucarne: stopping; once more stops at once.");
        _source.Cancel();
    }
}
