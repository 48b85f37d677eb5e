namespace Lucarne.Dicom.Series;

/// <summary>What a person must know of a series, or of a volume made of it: what was left out, filled in, or is not as it should be.</summary>
/// <param name="English">A sentence.</param>
/// <param name="French">The same in French.</param>
public sealed record SeriesNote(string English, string French)
{
    /// <summary>The sentence in English, for a terminal and for programs.</summary>
    public override string ToString() => English;
}
