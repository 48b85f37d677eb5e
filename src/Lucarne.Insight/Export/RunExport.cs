using System.Globalization;
using System.Text.Json;
using Lucarne.Imaging;
using Lucarne.Insight.Certainty;
using Lucarne.Learning;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Segment;
using Lucarne.Networks.Onnx;
using Lucarne.Torch;

namespace Lucarne.Insight.Export;

/// <summary>
/// The network of a run as one ONNX file, for programs that know nothing of Lucarne: a browser, a viewer, another hospital's server. What
/// goes in and what comes out is told in the file's metadata. It answers; it does not refuse: that part of a run needs the run.
/// </summary>
public static class RunExport
{
    /// <summary>Writes the file beside its place and renames it.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="file">Where to.</param>
    /// <param name="int8">Whether weights are kept in eight bits.</param>
    /// <returns>The file's length in bytes.</returns>
    /// <exception cref="PredictException">The folder is no run, or its network cannot be told in ONNX.</exception>
    public static long Write(string run, string file, bool int8)
    {
        var model = RunTask.Of(new RunFolder(run)) == RecipeTask.Segmentation ? Segmentation(run) : Classification(run);
        if (int8) model = WeightQuantisation.Apply(model);
        using var memory = new MemoryStream();
        OnnxFile.Write(model, LucarneVersion.Number, memory);
        PlacedFile.Write(file, memory.WriteTo);
        return memory.Length;
    }

    /// <summary>Input <c>picture</c> [N, C, size, size] with values in [0, 1]; output <c>probabilities</c> [N, K], calibrated, as <c>predict</c> gives them.</summary>
    private static OnnxModel Classification(string run)
    {
        using var model = TrainedModel.Load(run, Device.Cpu);
        using var scope = new TensorScope();
        var (recipe, version) = (model.Recipe, ModelVersion.Of(run));
        var certainty = CertaintyRule.Load(run, version);
        var example = Tensor.Full([1, recipe.Input.Channels, recipe.Input.Size, recipe.Input.Size], 0.5);
        var traced = OnnxExport.Trace(recipe.Name, ("picture", example), "probabilities", model.Network.State().Select(item => (item.Name, item.Tensor)), values =>
        {
            var probabilities = model.Probabilities(values);
            return certainty is null ? probabilities : Temperature.Apply(probabilities, certainty.Temperature);
        });
        return traced with
        {
            Metadata =
            [
                .. Common(recipe, version, new ReadingWords(recipe, version).Notice),
                ("classes", JsonSerializer.Serialize(model.Facts.Classes)),
                ("input", string.Create(CultureInfo.InvariantCulture, $"picture: float32 [N, {recipe.Input.Channels}, {recipe.Input.Size}, {recipe.Input.Size}], {(recipe.Input.Channels == 1 ? "grey" : "red, green, blue")} from 0 (black) to 1; the normalisation is in the graph")),
                ("input.size", recipe.Input.Size.ToString(CultureInfo.InvariantCulture)),
                ("input.fit", recipe.Input.Fit.ToString().ToLowerInvariant()),
                ("input.crop_to_content", recipe.Input.CropToContent ? "true" : "false"),
                ("output", "probabilities: float32 [N, classes], each row sums to 1"),
                ("calibrated", certainty is null ? "false" : "true"),
            ],
        };
    }

    /// <summary>Input <c>slices</c> [N, planes, size, size], normalised; output <c>probabilities</c> [N, 1 + structures, size, size].</summary>
    private static OnnxModel Segmentation(string run)
    {
        using var model = SegmentationModel.Load(run, Device.Cpu);
        using var scope = new TensorScope();
        var (recipe, options) = (model.Recipe, model.Recipe.Segmentation!);
        var (input, prepare) = (options.Input, options.Prepare);
        var example = Tensor.Zeros([1, input.Planes, input.Size, input.Size]);
        var traced = OnnxExport.Trace(recipe.Name, ("slices", example), "probabilities", model.Network.State().Select(item => (item.Name, item.Tensor)), values => model.Network.Forward(values).Softmax(1));
        return traced with
        {
            Metadata =
            [
                .. Common(recipe, model.Version, ScanVolumes.Caution),
                ("structures", JsonSerializer.Serialize(options.Structures.Select(structure => structure.Name))),
                ("input", string.Create(CultureInfo.InvariantCulture, $"slices: float32 [N, {input.Planes}, {input.Size}, {input.Size}] of the {input.Region.ToString().ToLowerInvariant()}, patient's left on the right, front on top; Hounsfield units windowed to [{prepare.WindowHu.Low}, {prepare.WindowHu.High}], then {(prepare.Normalisation == VolumeNormalisation.ZScore ? "each volume to mean 0 and deviation 1" : "to [-1, 1]")}")),
                ("input.planes", string.Create(CultureInfo.InvariantCulture, $"{input.Planes}, the drawn one in the middle, {(input.Planes == 1 ? "alone" : $"{input.NeighbourMm} mm apart, from the feet upwards")}")),
                ("output", "probabilities: float32 [N, 1 + structures, size, size]; the first is of what belongs to none"),
            ],
        };
    }

    private static (string, string)[] Common(Recipe recipe, string version, LocalText notice) =>
    [
        ("notice.en", notice.En),
        ("notice.fr", notice.Fr),
        ("recipe", recipe.Name),
        ("model", version),
        ("title.en", recipe.Title.In("en")),
        ("title.fr", recipe.Title.In("fr")),
    ];
}
