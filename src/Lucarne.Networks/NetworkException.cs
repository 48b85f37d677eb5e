namespace Lucarne.Networks;

/// <summary>A network, its options or its weights are not as they must be; the message says what was found and what to do.</summary>
public sealed class NetworkException(string message, Exception? cause = null) : Exception(message, cause);
