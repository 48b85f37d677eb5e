namespace Lucarne.Learning.Prepare;

/// <summary>A cohort cannot be prepared or used; the message says why and what to do.</summary>
public sealed class PrepareException(string message) : Exception(message);
