namespace Lucarne.Learning.Predict;

/// <summary>What a network makes of one picture: its answer, and what it saw on the way to it.</summary>
/// <param name="Probabilities">One per class, [K], averaged over the views that the recipe asks for.</param>
/// <param name="Embedding">The pooled latent vector [D] of the plain view.</param>
/// <param name="Stages">For each size of maps that the plain view passes through, the mean of every channel and then the standard deviation of
/// every channel, [2C].</param>
internal sealed record Inspection(double[] Probabilities, float[] Embedding, float[][] Stages);
