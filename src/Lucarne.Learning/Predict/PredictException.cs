namespace Lucarne.Learning.Predict;

/// <summary>A run cannot be used, or a picture cannot be judged; the message says why and what to do.</summary>
public sealed class PredictException(string message) : Exception(message);
