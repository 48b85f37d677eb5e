using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Learning.Train;
using Lucarne.Networks.Architectures;
using Lucarne.Torch;

namespace Lucarne.Learning.Segment;

/// <summary>The trained network of a segmentation run, ready to draw structures. Not safe for several threads at once.</summary>
public sealed class SegmentationModel : IDisposable
{
    private readonly UNet _network;
    private readonly SlicePredictor _predictor;

    private SegmentationModel(Recipe recipe, string version, UNet network, Execution execution) =>
        (Recipe, Version, _network, _predictor) = (recipe, version, network, new SlicePredictor(recipe, network, execution));

    /// <summary>The recipe it was trained with.</summary>
    public Recipe Recipe { get; }

    /// <summary>What tells its weights from others'.</summary>
    public string Version { get; }

    /// <summary>The structures it draws, in the order of their values in label maps.</summary>
    public ValueList<Structure> Structures => Recipe.Segmentation!.Structures;

    /// <summary>Loads the model of a run.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">float32 unless speed is worth a last digit.</param>
    /// <exception cref="PredictException">The folder is no run of a segmentation, or its weights are missing or do not fit.</exception>
    public static SegmentationModel Load(string run, Device device, Precision precision = Precision.Float32)
    {
        var folder = new RunFolder(run);
        if (!Directory.Exists(run)) throw new PredictException($"there is no folder {run}; give the folder of a run, as `lucarne train` made it");
        if (!File.Exists(folder.Model)) throw new PredictException($"{run} holds no model.safetensors: it is not a run, or its training did not finish an epoch");
        var (recipe, _) = ModelFile.ReadHeader(folder.Model);
        if (recipe.Segmentation is not { } options)
            throw new PredictException($"the run in {run} sorts pictures ({recipe.Name}); a segmentation's run was expected, such as one of the recipe thorax");
        var network = new UNet(options.Input.Planes, options.Channels, (int)recipe.Network.Width);
        try
        {
            ModelFile.ReadWeights(folder.Model, network);
            network.Fuse();
            var execution = Execution.For(precision, device, network.Width);
            NetworkBuilder.Settle(network, execution);
            return new SegmentationModel(recipe, ModelVersion.Of(run), network, execution);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Draws the structures of a scan.</summary>
    /// <param name="hounsfield">The scan in Hounsfield units, its axes in any order and direction.</param>
    /// <param name="done">Told after each batch how many slices it had.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Labels on the scan's own grid: a structure's value, or 0; and the same without margins.</returns>
    public StructureMaps Segment(Volume<float> hounsfield, IProgress<int>? done = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hounsfield);
        var order = new AxialOrder(hounsfield.Geometry);
        var axial = order.Apply(hounsfield);
        var slices = WindowedSlices.Of(axial, Recipe.Segmentation!.Prepare);
        return Draw(Slice, slices.Mean, slices.Deviation, BodySquare.Find(axial), axial.Geometry, done, cancellation).Each(order.Undo);

        ReadOnlySpan<short> Slice(int k) => slices.Stored.Slice(k);
    }

    /// <summary>The network itself, for those who look inside it.</summary>
    internal UNet Network => _network;

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    /// <summary>Draws the structures of a prepared scan, on the scan's own grid in axial order.</summary>
    internal StructureMaps Segment(PreparedScan scan, CancellationToken cancellation) =>
        Draw(scan.Slice, scan.Record.Mean, scan.Record.Deviation, scan.Record.Body, scan.Record.Geometry, null, cancellation);

    private StructureMaps Draw(
        StoredSlice slice, double mean, double deviation, BodySquare body, VolumeGeometry grid, IProgress<int>? done, CancellationToken cancellation)
    {
        var options = Recipe.Segmentation!;
        return StrayPieces.Remove(_predictor.Predict(slice, mean, deviation, body, grid, done, cancellation), options, Hounsfield, Grow);

        double Hounsfield(int voxel)
        {
            var (window, size) = (options.Prepare.WindowHu, options.Prepare.Size);
            var (i, j, k) = (voxel % grid.Columns, voxel / grid.Columns % grid.Rows, voxel / grid.SliceLength);
            var stored = slice(k)[((int)((j + 0.5) * size / grid.Rows) * size) + (int)((i + 0.5) * size / grid.Columns)];
            return window.Low + ((window.High - window.Low) * stored / WindowedSlices.Top);
        }

        // After stray pieces are gone, for they must not grow, and what was one may have to be filled.
        void Grow(Volume<byte> labels)
        {
            if (options.Segment.Grow is { } grow)
                new DensityGrowth(slice, options.Prepare, grow).Apply(labels, [.. options.Structures.Where(structure => grow.Structures.Contains(structure.Name)).Select(structure => structure.Value)]);
        }
    }
}
