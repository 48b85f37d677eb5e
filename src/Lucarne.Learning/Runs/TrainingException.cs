namespace Lucarne.Learning.Runs;

/// <summary>A training cannot be done; the message says why and what to do.</summary>
public sealed class TrainingException(string message) : Exception(message);
