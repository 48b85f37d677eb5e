using Lucarne.Imaging;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Load;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Report;

/// <summary>The sheets of pictures in figures/: samples, what augmentation makes of them, and the worst mistakes, in both languages.</summary>
internal static class RunSheets
{
    /// <summary>Writes the three sheets.</summary>
    /// <param name="figures">The figures' folder.</param>
    /// <param name="recipe">The run's recipe.</param>
    /// <param name="train">The training part.</param>
    /// <param name="test">The test part.</param>
    /// <param name="predictions">The answers on the test part.</param>
    public static void Write(
        string figures, Recipe recipe, IReadOnlyList<LabelledPicture> train, IReadOnlyList<LabelledPicture> test, IReadOnlyList<Prediction> predictions)
    {
        Directory.CreateDirectory(figures);
        var limits = new PictureLimits((long)(recipe.Data.MaxMegapixels * 1e6));
        foreach (var language in Languages.All)
        {
            string[] labels = [.. recipe.Classes.Select(label => label.Label.In(language))];
            void Save(string name, (IReadOnlyList<SheetCell> Cells, int Columns) sheet)
            {
                if (sheet.Cells.Count == 0) return;
                var layout = new SheetLayout { Columns = sheet.Columns };
                PictureWriter.Write(Path.Combine(figures, RunFigures.FileName(name, language) + ".png"), ContactSheet.Compose(sheet.Cells, layout));
            }

            Save("samples", SampleSheet.Cells(train, labels, limits));
            Save("augmentation", AugmentationSheet.Cells(train, recipe, labels, limits));
            Save("worst-mistakes", MistakesSheet.Cells(predictions, test, labels, limits));
        }
    }

    /// <summary>A picture reduced for a sheet; null where it cannot be read any more.</summary>
    public static Picture? Thumbnail(string path, PictureLimits limits)
    {
        try
        {
            return PictureReader.Read(path, new PictureReadOptions { ReduceToShortSide = 256, Limits = limits });
        }
        catch (PictureException)
        {
            return null;
        }
    }
}
