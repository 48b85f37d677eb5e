using System.Text.Json;
using Lucarne.Learning.Load;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Learning.Predict;

/// <summary>
/// embeddings.safetensors: for each part a matrix [N, D] of latent vectors under the part's name, the classes' indices [N] under
/// <c>&lt;part&gt;.labels</c>, and in the metadata the file names of its rows, a JSON list under <c>&lt;part&gt;.files</c>.
/// </summary>
internal static class EmbeddingsFile
{
    public static void Write(string path, TrainedModel model, IEnumerable<(string Part, IReadOnlyList<LabelledPicture> Pictures)> parts, CancellationToken cancellation)
    {
        using var scope = new TensorScope();
        var tensors = new List<(string, Tensor)>();
        var metadata = new Dictionary<string, string> { ["classes"] = JsonSerializer.Serialize(model.Facts.Classes) };
        foreach (var (part, pictures) in parts)
        {
            var rows = model.Embed(pictures, cancellation);
            tensors.Add((part, Tensor.From<float>([.. rows.SelectMany(row => row)], rows.Count, model.EmbeddingSize)));
            tensors.Add(($"{part}.labels", Tensor.From<long>([.. pictures.Select(picture => (long)picture.Label)], pictures.Count)));
            metadata[$"{part}.files"] = JsonSerializer.Serialize(pictures.Select(picture => picture.File));
        }

        SafetensorsWriter.Write(path, tensors, metadata);
    }
}
