namespace Lucarne.Cli.Bench;

/// <summary>One thing that both sides compute.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Task"><c>train</c> or <c>predict</c>, both of ResNet-18, or <c>unet</c>: training the U-Net.</param>
/// <param name="Batch">Pictures at a time.</param>
/// <param name="Size">Their side, in pixels.</param>
/// <param name="Rounds">Steps in a turn.</param>
internal sealed record BenchCase(string Name, string Task, int Batch, int Size, int Rounds);
