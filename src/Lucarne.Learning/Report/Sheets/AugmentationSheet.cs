using Lucarne.Imaging;
using Lucarne.Learning.Augment;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;
using Lucarne.Torch;

namespace Lucarne.Learning.Report;

/// <summary>A picture of each class as it is, and what five draws of the augmentation make of it: what the network really sees.</summary>
internal static class AugmentationSheet
{
    private const int Draws = 5;

    public static (IReadOnlyList<SheetCell> Cells, int Columns) Cells(IReadOnlyList<LabelledPicture> train, Recipe recipe, string[] labels, PictureLimits limits)
    {
        // Mixing needs a batch of different pictures; a sheet of single ones shows the rest.
        var options = recipe.Augment with { Mixup = 0, Cutmix = 0 };
        var augmenter = new Augmenter(options, recipe.Input.Size, Normaliser.Of(Normalisation.ZeroOne, recipe.Input.Channels), recipe.Train.Seed);
        var shaper = new InputShaper(recipe.Input, augmenter.StoredSide, limits);
        var cells = new List<SheetCell>();
        for (var label = 0; label < labels.Length; label++)
        {
            if (train.FirstOrDefault(picture => picture.Label == label) is not { } picture) continue;
            if (RunSheets.Thumbnail(picture.Path, limits) is not { } original) continue;
            cells.Add(new SheetCell(original, labels[label]));
            cells.AddRange(Augmented(picture, shaper, augmenter, label).Select(drawn => new SheetCell(drawn)));
        }

        return (cells, Draws + 1);
    }

    private static IEnumerable<Picture> Augmented(LabelledPicture picture, InputShaper shaper, Augmenter augmenter, int label)
    {
        var store = new PictureStore([picture], shaper);
        for (var draw = 0; draw < Draws; draw++)
        {
            using var bytes = store.Batch([0]);
            using var batch = augmenter.Make(bytes, [label], epoch: draw, number: label);
            yield return ToPicture(batch.Input);
        }
    }

    /// <summary>[1, C, H, W] in [0, 1] as a picture.</summary>
    private static Picture ToPicture(Tensor input)
    {
        var shape = input.Shape;
        var (channels, height, width) = ((int)shape[1], (int)shape[2], (int)shape[3]);
        var values = input.ToArray<float>();
        var samples = new byte[values.Length];
        for (var channel = 0; channel < channels; channel++)
            for (var i = 0; i < height * width; i++)
                samples[(i * channels) + channel] = (byte)Math.Clamp((values[(channel * height * width) + i] * 255) + 0.5f, 0, 255);
        return Picture.From8Bit(width, height, channels, samples);
    }
}
