using Lucarne.Clinic.Models;
using Lucarne.Insight;
using Lucarne.Learning.Segment;
using Lucarne.Torch;

namespace Lucarne.Clinic.Working;

/// <summary>Networks that a worker has loaded: the one used last of each task is kept, for the next job will most likely want it again.</summary>
internal sealed class LoadedModels : IDisposable
{
    private (long Id, Reader Reader)? _reader;
    private (long Id, SegmentationModel Model)? _segmenter;

    /// <summary>The reader of a registered model.</summary>
    /// <exception cref="ClinicException">The run's folder holds other weights than were registered.</exception>
    public Reader Reader(RegisteredModel model)
    {
        if (_reader is { } kept && kept.Id == model.Id) return kept.Reader;
        _reader?.Reader.Dispose();
        _reader = null;
        var reader = Insight.Reader.Load(model.RunFolder, Device.Cpu);
        if (!model.WeightsSha256.StartsWith(reader.Version, StringComparison.Ordinal))
        {
            reader.Dispose();
            throw Changed(model);
        }

        _reader = (model.Id, reader);
        return reader;
    }

    /// <summary>The network of a registered segmentation.</summary>
    /// <exception cref="ClinicException">The run's folder holds other weights than were registered.</exception>
    public SegmentationModel Segmenter(RegisteredModel model)
    {
        if (_segmenter is { } kept && kept.Id == model.Id) return kept.Model;
        _segmenter?.Model.Dispose();
        _segmenter = null;
        var segmenter = SegmentationModel.Load(model.RunFolder, Device.Cpu);
        if (!model.WeightsSha256.StartsWith(segmenter.Version, StringComparison.Ordinal))
        {
            segmenter.Dispose();
            throw Changed(model);
        }

        _segmenter = (model.Id, segmenter);
        return segmenter;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _reader?.Reader.Dispose();
        _segmenter?.Model.Dispose();
    }

    // A finding names the version that was registered: another network may not speak under its name.
    private static ClinicException Changed(RegisteredModel model) =>
        new($"the run of {model.Name} {model.Version} holds other weights than when it was registered; register the run again, so that findings name the right version.");
}
