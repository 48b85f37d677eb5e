using System.Globalization;
using Lucarne.Insight.Explanation;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Torch;

namespace Lucarne.Insight.Tests.Explanation;

public sealed class GradCamTests : IDisposable
{
    // Both methods written anew over PyTorch's own modules and its autograd, weights read from the same file.
    private const string Script =
        """
        import json, struct, sys, numpy as np, torch, torch.nn as nn
        path, kind, cut = sys.argv[1], sys.argv[2], int(sys.argv[3])
        raw = open(path, "rb").read()
        size = struct.unpack("<Q", raw[:8])[0]
        header = json.loads(raw[8:8 + size])
        state = {k: torch.from_numpy(np.frombuffer(raw[8 + size + v["data_offsets"][0]:8 + size + v["data_offsets"][1]],
                 dtype={"F32": np.float32, "I64": np.int64}[v["dtype"]]).reshape(v["shape"]).copy()) for k, v in header.items() if k != "__metadata__"}
        x = torch.tensor(json.load(sys.stdin), dtype=torch.float32).reshape(1, 3, 32, 32) / 255
        if kind == "sequential":
            class Same(nn.Conv2d):
                def forward(self, x):
                    return super().forward(nn.functional.pad(x, (1, 1, 1, 1)))
            net = nn.Module()
            net.features = nn.Sequential(Same(3, 8, 3), nn.ReLU(), nn.MaxPool2d(2), Same(8, 6, 3), nn.ReLU(), nn.MaxPool2d(2))
            net.classifier = nn.Sequential(nn.Linear(6 * 64, 16), nn.ReLU(), nn.Linear(16, 4))
            features, head = net.features, lambda a: net.classifier(a.flatten(1))
        else:
            import torchvision
            net = torchvision.models.resnet18(weights=None, num_classes=4)
            features = nn.Sequential(*list(net.children())[:-2])
            head = lambda a: net.fc(a.mean((2, 3)))
        net.load_state_dict(state)
        net.eval()
        before, behind = features[:cut], features[cut:]
        a = before(x).detach().requires_grad_()
        logits = head(behind(a * 1.0))
        for label in range(4):
            g, = torch.autograd.grad(logits[0, label], a, retain_graph=True)
            cam = torch.relu((g.mean((2, 3), keepdim=True) * a).sum(1))[0]
            g2, g3 = g ** 2, g ** 3
            below = 2 * g2 + a.sum((2, 3), keepdim=True) * g3
            alpha = torch.where(below != 0, g2 / below, torch.zeros_like(g2))
            plus = torch.relu(((alpha * torch.relu(g)).sum((2, 3), keepdim=True) * a).sum(1))[0]
            for m in (cam, plus):
                m = m.detach()
                print(*(m / m.max() if m.max() > 0 else m).flatten().tolist())
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("lucarne-cam-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("sequential", null, 6, 8)]
    [InlineData("sequential", "features.2", 3, 16)]
    [InlineData("resnet18", null, 8, 1)]
    [InlineData("resnet18", "layer2", 6, 4)]
    public void Both_methods_agree_with_pytorchs_gradients_at_the_layer_that_the_recipe_names(string network, string? layer, int cut, int cells)
    {
        using var model = Model(network, layer: layer);
        var shaped = Noise(3 * 32 * 32);
        var output = PythonOracle.Run(Script, $"[{string.Join(",", shaped)}]", new RunFolder(_folder).Model, network, cut.ToString(CultureInfo.InvariantCulture));
        float[][] expected = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(8, expected.Length);
        foreach (var (i, values) in expected.Index())
        {
            var map = GradCam.Map(model, shaped, i / 2, plusPlus: i % 2 == 1);
            Assert.Equal((cells, cells), (map.Width, map.Height));
            Assert.All(values.Zip(map.Values), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
        }
    }

    [Theory]
    [InlineData("sequential", null)]
    [InlineData("densenet121", null)]
    [InlineData("densenet121", "features.denseblock2")]
    public void Several_pictures_at_once_have_the_maps_that_each_has_alone(string network, string? layer)
    {
        using var model = Model(network, 32, layer: layer);
        byte[][] shaped = [Noise(3 * 32 * 32, 5), Noise(3 * 32 * 32, 6), Noise(3 * 32 * 32, 7)];
        int?[] labels = [2, null, 0];
        var (seen, maps) = model.InspectWithMaps(shaped);
        using var last = maps;
        Assert.Equal(3, seen.Count);
        foreach (var method in new[] { ExplanationMethod.GradCam, ExplanationMethod.GradCamPlusPlus })
        {
            var together = MapMaker.Make(model, shaped, last, labels, method, layer: null);
            Assert.Null(together[1]);
            foreach (var i in new[] { 0, 2 })
            {
                var alone = MapMaker.Make(model, shaped[i], labels[i]!.Value, method);
                Assert.Equal((alone.Width, alone.Height), (together[i]!.Width, together[i]!.Height));
                Assert.All(alone.Values.Zip(together[i]!.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
            }
        }
    }

    [Fact]
    public void A_layer_that_the_network_lacks_is_refused_with_those_it_has()
    {
        var error = Assert.Throws<NetworkException>(() => Model("resnet18", layer: "layer9").Dispose());
        Assert.Contains("'layer9'", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer1, layer2, layer3, layer4", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet34")]
    [InlineData("resnet50")]
    [InlineData("vgg16_bn")]
    [InlineData("densenet121")]
    [InlineData("mobilenet_v2")]
    [InlineData("efficientnet_b0")]
    public void Every_architecture_has_a_map_of_its_last_maps_size(string network)
    {
        using var model = Model(network, 64);
        var shaped = Noise(3 * 64 * 64);
        ExplanationMethod[] methods = [ExplanationMethod.GradCam, ExplanationMethod.GradCamPlusPlus];
        foreach (var map in methods.SelectMany(method => Enumerable.Range(0, 4).Select(label => MapMaker.Make(model, shaped, label, method))))
        {
            Assert.Equal((2, 2), (map.Width, map.Height));
            Assert.All(map.Values, value => Assert.InRange(value, 0, 1));
        }
    }

    [Fact]
    public void The_two_classes_of_one_output_are_explained_by_opposite_gradients()
    {
        using var model = Model("sequential", binary: true);
        var shaped = Noise(3 * 32 * 32);
        var (yes, no) = (GradCam.Map(model, shaped, 1, plusPlus: false), GradCam.Map(model, shaped, 0, plusPlus: false));
        Assert.Contains(yes.Values.Concat(no.Values), value => value > 0);
        Assert.All(yes.Values.Zip(no.Values), pair => Assert.Equal(0, pair.First * pair.Second));
    }

    [Fact]
    public void A_network_whose_head_was_drawn_anew_sees_the_same_and_says_something_else()
    {
        using var model = Model("sequential");
        using var head = TrainedModel.LoadScrambled(_folder, Device.Cpu, seed: 9, headOnly: true);
        using var whole = TrainedModel.LoadScrambled(_folder, Device.Cpu, seed: 9, headOnly: false);
        var shaped = Noise(3 * 32 * 32);
        var (was, withHead, without) = (model.Inspect([shaped])[0], head.Inspect([shaped])[0], whole.Inspect([shaped])[0]);
        Assert.Equal(was.Embedding, withHead.Embedding);
        Assert.NotEqual(was.Probabilities, withHead.Probabilities);
        Assert.NotEqual(was.Embedding, without.Embedding);
    }

    [Fact]
    public void Explaining_leaves_no_gradient_on_the_weights()
    {
        using var model = Model("sequential");
        GradCam.Map(model, Noise(3 * 32 * 32), 0, plusPlus: false);
        Assert.All(model.Network.NamedParameters(), parameter => Assert.Null(parameter.Tensor.Gradient));
    }

    [Fact]
    public void Occlusion_sets_down_what_covering_each_part_takes_from_the_class()
    {
        using var model = Model("sequential");
        var shaped = Noise(3 * 32 * 32);
        const int label = 2;

        // 32 pixels and 8 patches: patches of 4 pixels, 2 apart, the first from −1 to 3.
        var drops = new double[16 * 16];
        for (var cell = 0; cell < drops.Length; cell++)
        {
            var (left, top) = ((2 * (cell % 16)) - 1, (2 * (cell / 16)) - 1);
            var covered = (byte[])shaped.Clone();
            for (var i = 0; i < covered.Length; i++)
            {
                var (channel, x, y) = (i / 1024, i % 32, i / 32 % 32);
                if (x >= left && x < left + 4 && y >= top && y < top + 4) covered[i] = (byte)Math.Round(shaped.Skip(1024 * channel).Take(1024).Average(value => (double)value));
            }

            drops[cell] = model.Inspect([shaped])[0].Probabilities[label] - model.Inspect([covered])[0].Probabilities[label];
        }

        var map = Occlusion.Map(model, shaped, label);
        Assert.Equal((16, 16), (map.Width, map.Height));
        Assert.All(drops.Zip(map.Values), pair => Assert.Equal(Math.Max(0, pair.First) / drops.Max(), pair.Second, 1e-2));
    }

    private TrainedModel Model(string network, int size = 32, bool binary = false, string? layer = null)
    {
        var recipe = Recipe.FromYaml(
            $$"""
            name: drawn
            title: { en: Drawn, fr: Tirage }
            classes: [{{(binary ? "no, yes" : "a, b, c, d")}}]
            {{(binary ? "binary_positive: yes" : "")}}
            input: { size: {{size}}, channels: 3, normalisation: zero-one }
            network: { name: {{network}}, weights: none, head: {{(network == "vgg16_bn" ? "[dropout 0.1]" : "[]")}}, sequential: { kernel: 3, filters: [8, 6], dense: [16] } }
            explain: { layer: {{layer ?? "null"}} }
            train: { loss: { name: {{(binary ? "binary-cross-entropy" : "cross-entropy")}} } }
            """, "drawn.yaml");
        var facts = new NetworkFacts([.. recipe.Classes.Select(label => label.Name)]);
        Runtime.Seed(3);
        using (var made = NetworkBuilder.Create(recipe, facts)) ModelFile.Write(new RunFolder(_folder).Model, made, recipe, facts);
        return TrainedModel.Load(_folder, Device.Cpu);
    }

    private static byte[] Noise(int count, int seed = 5)
    {
        var chance = Xoshiro256.For(seed, 0);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)(256 * chance.Unit()))];
    }
}
