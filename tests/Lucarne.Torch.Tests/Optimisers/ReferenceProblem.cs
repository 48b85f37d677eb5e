using Lucarne.Torch.Optimisers;

namespace Lucarne.Torch.Tests.Optimisers;

/// <summary>The least-squares problem of torch_optim.py, trained with our optimisers.</summary>
internal static class ReferenceProblem
{
    internal static readonly Dictionary<string, (Func<Tensor[], Optimiser> Make, int Late)> Cases = new()
    {
        ["sgd"] = (p => new Sgd([new ParameterGroup(p)], 0.1), 0),
        ["sgd-momentum"] = (p => new Sgd([new ParameterGroup(p, 1, 0.01)], 0.05, 0.9), 0),
        ["sgd-nesterov"] = (p => new Sgd([new ParameterGroup(p, 0.5, 0.01)], 0.1, 0.9, nesterov: true), 0),
        ["adam"] = (p => new Adam([new ParameterGroup(p)], 0.02), 0),
        ["adam-l2"] = (p => new Adam([new ParameterGroup(p, 1, 0.1)], 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-6), 0),
        ["adamw"] = (p => new Adam([new ParameterGroup([p[0]], 2, 0.1), new ParameterGroup([p[1]], 2, 0.1)], 0.01, decoupled: true), 0),
        ["adamw-late"] = (p => new Adam([new ParameterGroup(p, 1, 0.1)], 0.02, decoupled: true), 9),
        ["sgd-late"] = (p => new Sgd([new ParameterGroup(p)], 0.05, 0.9), 9),
    };

    /// <summary>Trains and gives weight and bias after the marked steps.</summary>
    /// <param name="name">The optimiser's case.</param>
    /// <param name="marks">Steps, counted from 1.</param>
    /// <param name="interruption">After this step the optimiser is saved, thrown away, made anew and loaded.</param>
    internal static Dictionary<int, double[]> Train(string name, int[] marks, int interruption = 0)
    {
        using var scope = new TensorScope();
        var (make, late) = Cases[name];
        var (inputs, targets) = (Values(0.7, 8, 4), Values(1.3, 8, 3));
        Tensor[] parameters = [Values(0.3, 3, 4), Values(2.1, 3)];
        foreach (var parameter in parameters) parameter.RequiresGrad = true;
        var optimiser = make(parameters);
        var seen = new Dictionary<int, double[]>();
        for (var step = 1; step <= marks.Max(); step++)
        {
            optimiser.ZeroGradients();
            (inputs.Linear(parameters[0], parameters[1]) - targets).Pow(2).Mean().Backward();
            if (step <= late) parameters[1].Gradient = null;
            optimiser.Step();
            if (step == interruption) optimiser = Renew(optimiser, make, parameters);
            if (marks.Contains(step)) seen[step] = [.. parameters.SelectMany(parameter => parameter.ToArray<double>())];
        }

        optimiser.Dispose();
        return seen;
    }

    private static Optimiser Renew(Optimiser old, Func<Tensor[], Optimiser> make, Tensor[] parameters)
    {
        var names = new Dictionary<Tensor, string> { [parameters[0]] = "weight", [parameters[1]] = "bias" };
        var renewed = make(parameters);
        renewed.Load(names, old.Save(names).ToDictionary(item => item.Name, item => item.Tensor.Clone()), old.Steps);
        old.Dispose();
        return renewed;
    }

    private static Tensor Values(double frequency, params long[] shape)
    {
        var values = new double[shape.Aggregate((product, size) => product * size)];
        for (var i = 0; i < values.Length; i++) values[i] = Math.Sin(frequency * (i + 1));
        return Tensor.From<double>(values, shape);
    }
}
