namespace Lucarne.Cli.Terminal;

/// <summary>The work was interrupted; the message says what is left of it and how to go on.</summary>
internal sealed class InterruptedException(string message, Exception cause) : Exception(message, cause);
