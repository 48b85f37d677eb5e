namespace Lucarne.Torch.Modules;

/// <summary>
/// A part of a network: a function with named parameters (trained), buffers (kept, not trained) and children. Full names
/// join the children's names with dots, as PyTorch's state dictionaries do.
/// </summary>
public abstract class Module : IDisposable
{
    private static readonly Operator SetData = new("aten::set_data");

    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor)> _buffers = [];

    /// <summary>Whether dropout drops and batch norms use the batch's own figures.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>The direct children, in the order of their making.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>All parameters of this module and those below it, in the order of their making.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters() => Walk("", module => module._parameters);

    /// <summary>All buffers of this module and those below it.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedBuffers() => Walk("", module => module._buffers);

    /// <summary>Parameters and buffers: all that a weight file holds.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> State() => NamedParameters().Concat(NamedBuffers());

    /// <summary>This module and all below it, with their full names.</summary>
    public IEnumerable<(string Name, Module Module)> Modules(string prefix = "")
    {
        yield return (prefix, this);
        foreach (var (name, child) in _children)
            foreach (var inner in child.Modules(Join(prefix, name)))
                yield return inner;
    }

    /// <summary>The number of trained numbers.</summary>
    public long ParameterCount() => NamedParameters().Sum(parameter => parameter.Tensor.Elements);

    /// <summary>Computes the output for a batch.</summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>Switches this module and all below it to training, or to prediction.</summary>
    public virtual void Train(bool training = true)
    {
        Training = training;
        foreach (var (_, child) in _children) child.Train(training);
    }

    /// <summary>Moves parameters and buffers to a device.</summary>
    public void Move(Device device) => Replace(tensor => tensor.Move(device));

    /// <summary>Lays the weights of convolutions out with channels last.</summary>
    public void ChannelsLast() => Replace(tensor => tensor.Dimensions == 4 ? tensor.Contiguous(MemoryFormat.ChannelsLast) : tensor);

    /// <summary>Converts floating-point parameters and buffers to another type, as prediction in bfloat16 wants.</summary>
    public void Convert(ScalarType type) =>
        Replace(tensor => tensor.Type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 ? tensor.To(type) : tensor);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases parameters, buffers and children.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var (_, tensor) in _parameters.Concat(_buffers)) tensor.Dispose();
        foreach (var (_, child) in _children) child.Dispose();
    }

    /// <summary>Adds a child.</summary>
    protected T Child<T>(string name, T module) where T : Module
    {
        _children.Add((name, module));
        return module;
    }

    /// <summary>Adds a trained tensor.</summary>
    protected Tensor Parameter(string name, Tensor value)
    {
        value.RequiresGrad = true;
        _parameters.Add((name, value.Persist()));
        return value;
    }

    /// <summary>Adds a kept tensor that is not trained.</summary>
    protected Tensor Buffer(string name, Tensor value)
    {
        _buffers.Add((name, value.Persist()));
        return value;
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : prefix + "." + name;

    private IEnumerable<(string Name, Tensor Tensor)> Walk(string prefix, Func<Module, List<(string Name, Tensor Tensor)>> own)
    {
        foreach (var (name, tensor) in own(this)) yield return (Join(prefix, name), tensor);
        foreach (var (name, child) in _children)
            foreach (var inner in child.Walk(Join(prefix, name), own))
                yield return inner;
    }

    private void Replace(Func<Tensor, Tensor> change)
    {
        using var still = new NoGradient();
        using var scope = new TensorScope();
        foreach (var (_, tensor) in State())
        {
            var changed = change(tensor);
            if (!ReferenceEquals(changed, tensor)) SetData.Run(tensor, changed);
        }
    }
}
