namespace Lucarne.Networks.Onnx;

/// <summary>ATen's operators in ONNX's words, as far as Lucarne's networks use them.</summary>
internal static class OnnxTranslation
{
    private static readonly Dictionary<string, Action<OnnxCall>> Known = new(StringComparer.Ordinal)
    {
        // What leaves the values as they are; in prediction a dropout does.
        ["aten::to"] = Same,
        ["aten::contiguous"] = Same,
        ["aten::clone"] = Same,
        ["aten::detach"] = Same,
        ["aten::dropout"] = Same,
        ["aten::add"] = call => Sum(call, "Add"),
        ["aten::add_"] = call => Sum(call, "Add"),
        ["aten::sub"] = call => Sum(call, "Sub"),
        ["aten::mul"] = call => call.Becomes("Mul", [call.Value(0), call.ValueOrNumber(1)]),
        ["aten::mul_"] = call => call.Becomes("Mul", [call.Value(0), call.ValueOrNumber(1)]),
        ["aten::div"] = call => call.Becomes("Div", [call.Value(0), call.ValueOrNumber(1)]),
        ["aten::sqrt"] = call => call.Becomes("Sqrt", [call.Value(0)]),
        ["aten::log"] = call => call.Becomes("Log", [call.Value(0)]),
        ["aten::relu"] = call => call.Becomes("Relu", [call.Value(0)]),
        ["aten::relu_"] = call => call.Becomes("Relu", [call.Value(0)]),
        ["aten::clamp"] = Clip,
        ["aten::clamp_"] = Clip,
        ["aten::hardtanh_"] = Clip,
        ["aten::silu"] = Silu,
        ["aten::silu_"] = Silu,
        ["aten::sigmoid"] = call => call.Becomes("Sigmoid", [call.Value(0)]),
        ["aten::softmax"] = call => call.Becomes("Softmax", [call.Value(0)], ("axis", (long)call.Number(1))),
        ["aten::conv2d"] = Convolution,
        ["aten::conv_transpose2d"] = Transposed,
        ["aten::batch_norm"] = Norm,
        ["aten::linear"] = Linear,
        ["aten::max_pool2d"] = call => Pool(call, "MaxPool"),
        ["aten::avg_pool2d"] = call => Pool(call, "AveragePool"),
        ["aten::adaptive_avg_pool2d"] = Adaptive,
        ["aten::mean"] = Mean,
        ["aten::std"] = Deviation,
        ["aten::flatten"] = Flatten,
        ["aten::cat"] = call => call.Becomes("Concat", call.Values(0), ("axis", (long)call.Number(1))),
        ["aten::constant_pad_nd"] = Pad,
        ["aten::flip"] = Flip,
        ["aten::expand"] = Expand,
        ["aten::grid_sampler"] = GridSample,
    };

    /// <summary>Adds to its graph what a call does.</summary>
    /// <exception cref="NetworkException">It cannot be told in ONNX.</exception>
    public static void Of(OnnxCall call)
    {
        if (!Known.TryGetValue(call.Name, out var translate)) throw call.Refuse("no network of Lucarne's uses it when it predicts");
        translate(call);
    }

    private static void Same(OnnxCall call) => call.Is(call.Value(0));

    private static void Sum(OnnxCall call, string operation)
    {
        if (call.Number(2, 1) != 1) throw call.Refuse("a factor was not expected");
        call.Becomes(operation, [call.Value(0), call.ValueOrNumber(1)]);
    }

    private static void Clip(OnnxCall call) => call.Becomes("Clip", [call.Value(0), call.ValueOrNumber(1), call.ValueOrNumber(2)]);

    private static void Silu(OnnxCall call) => call.Becomes("Mul", [call.Value(0), call.Add("Sigmoid", [call.Value(0)])]);

    private static void Convolution(OnnxCall call)
    {
        string[] inputs = call.Has(2) ? [call.Value(0), call.Value(1), call.Value(2)] : [call.Value(0), call.Value(1)];
        call.Becomes("Conv", inputs, ("strides", call.Wholes(3)), ("pads", Around(call.Wholes(4))), ("dilations", call.Wholes(5)), ("group", (long)call.Number(6)));
    }

    private static void Transposed(OnnxCall call)
    {
        string[] inputs = call.Has(2) ? [call.Value(0), call.Value(1), call.Value(2)] : [call.Value(0), call.Value(1)];
        call.Becomes("ConvTranspose", inputs, ("strides", call.Wholes(3)), ("pads", Around(call.Wholes(4))));
    }

    private static void Norm(OnnxCall call)
    {
        if (call.Flag(5)) throw call.Refuse("the network is in training");
        call.Becomes("BatchNormalization", [.. Enumerable.Range(0, 5).Select(call.Value)], ("epsilon", (float)call.Number(7)));
    }

    private static void Linear(OnnxCall call)
    {
        string[] inputs = call.Has(2) ? [call.Value(0), call.Value(1), call.Value(2)] : [call.Value(0), call.Value(1)];
        call.Becomes("Gemm", inputs, ("transB", 1L));
    }

    private static void Pool(OnnxCall call, string operation)
    {
        var kernel = call.Wholes(1);
        var padding = call.Has(3) ? call.Wholes(3) : [0, 0];
        if (operation == "AveragePool" && padding.Any(side => side != 0)) throw call.Refuse("zeros around a mean were not expected");
        call.Becomes(operation, [call.Value(0)], ("kernel_shape", kernel), ("strides", call.Has(2) ? call.Wholes(2) : kernel), ("pads", Around(padding)));
    }

    private static void Adaptive(OnnxCall call)
    {
        var (from, to) = (call.Shape(0)[2..], call.Wholes(1));
        if (to.All(side => side == 1))
        {
            call.Becomes("GlobalAveragePool", [call.Value(0)]);
            return;
        }

        if (from.Zip(to).Any(pair => pair.First % pair.Second != 0)) throw call.Refuse($"{from[0]} × {from[1]} places do not divide into {to[0]} × {to[1]}; train with an input size that is a multiple of 224");
        long[] kernel = [from[0] / to[0], from[1] / to[1]];
        call.Becomes("AveragePool", [call.Value(0)], ("kernel_shape", kernel), ("strides", kernel));
    }

    private static void Mean(OnnxCall call) =>
        call.Becomes("ReduceMean", [call.Value(0)], ("axes", call.Wholes(1)), ("keepdims", call.Flag(2) ? 1L : 0));

    private static void Deviation(OnnxCall call)
    {
        if (call.Flag(2)) throw call.Refuse("a sample's deviation was not expected");
        var axes = call.Wholes(1);
        var spread = call.Add("Sub", [call.Value(0), call.Add("ReduceMean", [call.Value(0)], ("axes", axes), ("keepdims", 1L))]);
        call.Becomes("Sqrt", [call.Add("ReduceMean", [call.Add("Mul", [spread, spread])], ("axes", axes), ("keepdims", call.Flag(3) ? 1L : 0))]);
    }

    private static void Flatten(OnnxCall call)
    {
        if (call.Number(1) != 1 || call.ResultShape.Length != 2) throw call.Refuse("all dimensions behind the first were expected to be joined");
        call.Becomes("Flatten", [call.Value(0)], ("axis", 1L));
    }

    private static void Pad(OnnxCall call)
    {
        // ATen counts from the last dimension: left, right, top, bottom. ONNX has all beginnings, then all ends.
        var sides = call.Wholes(1);
        if (sides.Length != 4) throw call.Refuse("a border of the last two dimensions was expected");
        call.Becomes("Pad", [call.Value(0), call.Constant(0, 0, sides[2], sides[0], 0, 0, sides[3], sides[1]), call.ValueOrNumber(2)]);
    }

    private static void Flip(OnnxCall call)
    {
        var axes = call.Wholes(1);
        long[] Each(long value) => [.. axes.Select(_ => value)];
        call.Becomes("Slice", [call.Value(0), call.Constant(Each(-1)), call.Constant(Each(long.MinValue)), call.Constant(axes), call.Constant(Each(-1))]);
    }

    private static void Expand(OnnxCall call)
    {
        var (from, to) = (call.Shape(0), call.ResultShape);
        if (from.SequenceEqual(to))
        {
            Same(call);
            return;
        }

        if (from.Length != to.Length || from[0] != to[0]) throw call.Refuse("the number of pictures is free and cannot be fixed");

        // A size of 1 leaves the other as it is.
        call.Becomes("Expand", [call.Value(0), call.Constant([.. from.Zip(to, (before, after) => before == after ? 1 : after)])]);
    }

    private static void GridSample(OnnxCall call)
    {
        // The places are the same for each picture: the first one's, as often as there are pictures.
        var shape = call.Shape(1);
        using var first = call.Tensor(1).Narrow(0, 0, 1);
        using var whole = first.Contiguous();
        var count = call.Add("Gather", [call.Add("Shape", [call.Value(0)]), call.Constant(0L)], ("axis", 0L));
        var places = call.Add("Expand", [call.Constant(whole.ToArray<float>(), 1, shape[1], shape[2], shape[3]), call.Add("Concat", [count, call.Constant(1, 1, 1)], ("axis", 0L))]);
        string[] modes = ["bilinear", "nearest", "bicubic"], paddings = ["zeros", "border", "reflection"];
        call.Becomes(
            "GridSample", [call.Value(0), places],
            ("mode", modes[(int)call.Number(2)]), ("padding_mode", paddings[(int)call.Number(3)]), ("align_corners", call.Flag(4) ? 1L : 0));
    }

    /// <summary>The same number of zeros on both sides of each dimension: all beginnings, then all ends.</summary>
    private static long[] Around(long[] padding) => [.. padding, .. padding];
}
