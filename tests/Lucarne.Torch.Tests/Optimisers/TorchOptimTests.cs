using System.Globalization;
using System.Text.Json;
using Lucarne.Torch.Optimisers;

namespace Lucarne.Torch.Tests.Optimisers;

public class TorchOptimTests
{
    private static readonly Lazy<JsonElement> Stored = new(() => JsonDocument.Parse(Resource("torch_optim.json")).RootElement);
    private static readonly Lazy<JsonElement> Fresh = new(() => JsonDocument.Parse(PythonOracle.Run(Resource("torch_optim.py"))).RootElement);

    public static TheoryData<string> Optimisers => [.. ReferenceProblem.Cases.Keys];

    public static TheoryData<string> Schedule => ["one-cycle", "one-cycle-short", "cosine", "plateau"];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void An_optimiser_moves_parameters_as_torch_optim_1_13_did(string name) => CompareOptimiser(name, Stored.Value);

    [SkippableTheory]
    [MemberData(nameof(Optimisers))]
    public void An_optimiser_moves_parameters_as_the_installed_torch_optim_does(string name) => CompareOptimiser(name, Fresh.Value);

    [Theory]
    [MemberData(nameof(Schedule))]
    public void A_schedule_gives_the_rates_of_torch_optim_1_13(string name) => CompareSchedule(name, Stored.Value);

    [SkippableTheory]
    [MemberData(nameof(Schedule))]
    public void A_schedule_gives_the_rates_of_the_installed_torch_optim(string name) => CompareSchedule(name, Fresh.Value);

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void An_optimiser_taken_up_from_a_checkpoint_goes_on_as_if_nothing_had_happened(string name)
    {
        // Step 12: the late parameter of the late cases has taken 3 steps, the other 12.
        var straight = ReferenceProblem.Train(name, [60])[60];
        Assert.Equal(straight, ReferenceProblem.Train(name, [60], interruption: 12)[60]);
    }

    private static void CompareOptimiser(string name, JsonElement reference)
    {
        var expected = reference.GetProperty("optimisers").GetProperty(name).EnumerateObject()
            .ToDictionary(mark => int.Parse(mark.Name, CultureInfo.InvariantCulture), mark => Numbers(mark.Value));
        var actual = ReferenceProblem.Train(name, [.. expected.Keys]);
        foreach (var (step, numbers) in expected) AssertClose(numbers, actual[step]);
    }

    private static void CompareSchedule(string name, JsonElement reference)
    {
        var expected = Numbers(reference.GetProperty("schedules").GetProperty(name));
        var plateau = new Plateau(2, 0.5);
        double[] losses = [1, 0.9, 0.9, 0.89999, 0.95, 0.91, 0.8, 0.8, 0.8, 0.8, 0.79995, 0.7, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, -1, -1, -1, -1];
        double After(double loss)
        {
            plateau.Observe(loss);
            return plateau.Factor;
        }

        var steps = Enumerable.Range(0, expected.Length);
        AssertClose(expected, [.. name switch
        {
            "one-cycle" => steps.Select(step => Schedules.OneCycle(step, 61)),
            "one-cycle-short" => steps.Select(step => Schedules.OneCycle(step, 8, 0.5, 10, 100)),
            "cosine" => steps.Select(step => Schedules.Cosine(step, 50)),
            _ => losses.Select(After),
        }]);
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] - (1e-6 * Math.Abs(expected[i])) - 1e-12, expected[i] + (1e-6 * Math.Abs(expected[i])) + 1e-12);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static string Resource(string name)
    {
        using var stream = typeof(TorchOptimTests).Assembly.GetManifestResourceStream($"Lucarne.Torch.Tests.Optimisers.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
