namespace Lucarne.Torch.Modules;

/// <summary>Modules one after another, named 0, 1, 2, … or as given.</summary>
public sealed class Sequential : Module
{
    private readonly List<Module> _steps = [];

    /// <summary>Steps named by their position.</summary>
    public Sequential(params ReadOnlySpan<Module> steps)
    {
        foreach (var step in steps) Add(step);
    }

    /// <summary>Adds a step at the end, named by its position unless a name is given.</summary>
    public Sequential Add(Module step, string? name = null)
    {
        _steps.Add(Child(name ?? _steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), step));
        return this;
    }

    /// <inheritdoc />
    public override Tensor Forward(Tensor input) => Through(_steps, input);

    /// <summary>Sends a batch through modules one after another; the input is left alone.</summary>
    public static Tensor Through(IEnumerable<Module> steps, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var current = input;
        foreach (var step in steps)
        {
            var next = step.Forward(current);

            // What gradients need, the graph keeps; the rest is let go at once, so that prediction stays in warm memory.
            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next)) current.Dispose();
            current = next;
        }

        return current;
    }
}
