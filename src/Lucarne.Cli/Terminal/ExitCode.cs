namespace Lucarne.Cli.Terminal;

/// <summary>What the process answers to its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Impossible = 1;
    public const int WrongCommandLine = 2;
    public const int Interrupted = 130;
}
