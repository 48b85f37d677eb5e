namespace Lucarne.Torch.Tests;

public sealed class OperatorTests : IDisposable
{
    private static readonly Operator Add = new("aten::add", "Tensor");
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_unknown_operator_is_named()
    {
        var error = Assert.Throws<TorchException>(() => new Operator("aten::no_such_thing").Call());
        Assert.Contains("aten::no_such_thing", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TorchException>(() => new Operator("aten::add", "NoSuchOverload").Call());
        Assert.Contains("aten::add.NoSuchOverload", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_and_too_few_arguments_are_counted()
    {
        var one = Tensor.Ones([1]);
        var error = Assert.Throws<TorchException>(() => Add.Call(one, one, 1, 2));
        Assert.Equal("aten::add takes 3 arguments and was given 4", error.Message);
        error = Assert.Throws<TorchException>(() => Add.Call(one));
        Assert.Equal("aten::add needs its argument 'other'", error.Message);
        error = Assert.Throws<TorchException>(() => Add.Call(one, Argument.Default));
        Assert.Equal("aten::add needs its argument 'other'", error.Message);
    }

    [Fact]
    public void Arguments_of_the_wrong_kind_are_refused_by_name()
    {
        var one = Tensor.Ones([1]);
        void Refused(string argument, Func<Tensor> call) =>
            Assert.StartsWith($"argument '{argument}' expects ", Assert.Throws<TorchException>(call).Message, StringComparison.Ordinal);
        Refused("other", () => Add.Call(one, 2));
        Refused("alpha", () => Add.Call(one, one, "2"));
        Refused("alpha", () => Add.Call(one, one, Argument.None));
        Refused("self", () => Add.Call(new[] { one }, one));
        Refused("self", () => new Operator("aten::reshape").Call(new long[] { 1 }, new long[] { 1 }));
        Refused("shape", () => new Operator("aten::reshape").Call(one, new[] { 1.0 }));
        Refused("shape", () => new Operator("aten::reshape").Call(one, new[] { one }));
        Refused("tensors", () => new Operator("aten::cat").Call(new long[] { 1 }));
        Refused("device", () => new Operator("aten::zeros").Call(new long[] { 1 }, Argument.None, Argument.None, 1));
        Refused("p", () => new Operator("aten::dropout").Call(one, "half", true));
        Refused("train", () => new Operator("aten::dropout").Call(one, 0.5, 1));
    }

    [Fact]
    public void A_list_with_a_missing_tensor_is_refused_where_every_tensor_is_needed()
    {
        var error = Assert.Throws<TorchException>(() => new Operator("aten::cat").Call(new Tensor?[] { Tensor.Ones([1]), null }));
        Assert.Equal("a list of tensors has no tensor at 1", error.Message);
    }

    [Fact]
    public void A_list_with_holes_is_taken_where_the_operator_knows_holes()
    {
        // t[:, [2, 0]] of [[0, 1, 2], [3, 4, 5]].
        var picked = new Operator("aten::index", "Tensor").Call(
            Tensor.Arange(6).Reshape(2, 3), new Tensor?[] { null, Tensor.From<long>([2, 0], 2) });
        Assert.Equal([2L, 0, 5, 3], picked.ToArray<long>());
    }

    [Fact]
    public void A_list_of_numbers_becomes_scalars_or_reals_as_the_operator_asks()
    {
        Tensor[] tensors = [Tensor.Ones([2]), Tensor.Ones([1])];
        new Operator("aten::_foreach_mul_", "ScalarList").Run(tensors, new[] { 2.0, 3.0 });
        Assert.Equal([2f, 2, 3], Tensor.Cat(tensors).ToArray<float>());
        var upsampled = new Operator("aten::upsample_nearest2d", "vec").Call(Tensor.Ones([1, 1, 2, 2]), Argument.None, new long[] { 2, 3 });
        Assert.Equal([1, 1, 4, 6], upsampled.Shape);
    }

    [Fact]
    public void A_result_of_another_kind_than_expected_is_refused_and_released()
    {
        var four = Tensor.Ones([4]);
        var split = new Operator("aten::split", "Tensor");
        var before = Runtime.LiveTensors;
        Assert.Contains("does not return one tensor", Assert.Throws<TorchException>(() => split.Call(four, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("does not return a list", Assert.Throws<TorchException>(() => Add.CallList(four, four)).Message, StringComparison.Ordinal);
        Assert.Contains("does not return 2 tensors", Assert.Throws<TorchException>(() => Add.CallPair(four, four)).Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => new Operator("aten::size", "int").Call(four, 0));
        Assert.Throws<TorchException>(() => new Operator("aten::max", "dim").Call(four, 0));
        Assert.Equal(before, Runtime.LiveTensors);
        Assert.Equal(2, split.CallList(four, 2).Length);
        split.Run(four, 2);
        Assert.Equal(before + 2, Runtime.LiveTensors);
    }

    [Fact]
    public void The_schema_is_libtorchs_own_text() => Assert.Equal("aten::relu(Tensor self) -> Tensor", new Operator("aten::relu").Schema);

    [Fact]
    public void Lists_longer_than_the_stacks_cells_arrive_whole()
    {
        var tensors = Enumerable.Range(0, 1500).Select(i => Tensor.Full([1], i)).ToArray();
        new Operator("aten::_foreach_add_", "List").Run(tensors, tensors, 2);
        var sum = new Operator("aten::stack").Call(tensors).ToArray<float>();
        for (var i = 0; i < sum.Length; i++) Assert.Equal(3 * i, sum[i]);
    }

    [Fact]
    public void One_operator_serves_several_threads_at_once_each_with_its_own_errors()
    {
        var add = new Operator("aten::add", "Tensor");
        var errors = new List<Exception>();
        var threads = Enumerable.Range(1, 4).Select(number => new Thread(() =>
        {
            try
            {
                for (var i = 0; i < 50; i++) Work(add, number);
            }
            catch (Exception error)
            {
                lock (errors) errors.Add(error);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Empty(errors);
    }

    private static void Work(Operator add, int number)
    {
        using var scope = new TensorScope();
        Assert.Equal(2 * number, add.Call(Tensor.Full([1], number), Tensor.Full([1], number)).Item());
        var error = Assert.Throws<TorchException>(() => add.Call(Tensor.Zeros([number + 1]), Tensor.Zeros([number + 11])));
        Assert.Contains($"({number + 1})", error.Message, StringComparison.Ordinal);
    }
}
