namespace Lucarne.Learning.Evaluate;

/// <summary>Predictions or their files cannot be judged; the message says which, what was found and what to do.</summary>
public sealed class EvaluationException(string message, Exception? inner = null) : Exception(message, inner);
