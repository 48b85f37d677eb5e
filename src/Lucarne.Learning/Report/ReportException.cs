namespace Lucarne.Learning.Report;

/// <summary>A report or its figures cannot be written; the message says what was found and what to do.</summary>
public sealed class ReportException(string message, Exception? inner = null) : Exception(message, inner);
