namespace Lucarne.Clinic.Studies;

/// <summary>What a study's image is.</summary>
public enum ImageKind
{
    /// <summary>A picture: PNG, JPEG, TIFF, BMP, WebP.</summary>
    Picture,

    /// <summary>One DICOM file.</summary>
    Dicom,

    /// <summary>A series of slices, kept as the zip it came in.</summary>
    DicomSeries,

    /// <summary>A volume in NIfTI.</summary>
    Nifti,
}

/// <summary>What is entered of an image.</summary>
public sealed record ImageEntry
{
    /// <summary>Of which study.</summary>
    public required long StudyId { get; init; }

    /// <summary>What it is.</summary>
    public required ImageKind Kind { get; init; }

    /// <summary>The stored file.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>A stored PNG to show before anything else is loaded, if there is one.</summary>
    public string? PreviewSha256 { get; init; }

    /// <summary>A scan's stored NIfTI, as Lucarne wrote it, for the viewer.</summary>
    public string? VolumeSha256 { get; init; }

    /// <summary>What a person called the file; a neutral name in de-identified mode.</summary>
    public required string FileName { get; init; }

    /// <summary>SeriesDescription or the like.</summary>
    public string Description { get; init; } = "";

    /// <summary>SeriesInstanceUID; empty where there is none.</summary>
    public string SeriesUid { get; init; } = "";

    /// <summary>Columns.</summary>
    public int? Width { get; init; }

    /// <summary>Rows.</summary>
    public int? Height { get; init; }

    /// <summary>Slices; null for a picture.</summary>
    public int? Slices { get; init; }
}

/// <summary>A picture or volume of a study.</summary>
public sealed record StudyImage
{
    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>Of which study.</summary>
    public long StudyId { get; init; }

    /// <summary>What it is.</summary>
    public ImageKind Kind { get; init; }

    /// <summary>The stored file.</summary>
    public string FileSha256 { get; init; } = "";

    /// <summary>A stored PNG to show before anything else is loaded, if there is one.</summary>
    public string? PreviewSha256 { get; init; }

    /// <summary>A scan's stored NIfTI, as Lucarne wrote it, for the viewer.</summary>
    public string? VolumeSha256 { get; init; }

    /// <summary>What a person called the file.</summary>
    public string FileName { get; init; } = "";

    /// <summary>SeriesDescription or the like.</summary>
    public string Description { get; init; } = "";

    /// <summary>SeriesInstanceUID; empty where there is none.</summary>
    public string SeriesUid { get; init; } = "";

    /// <summary>Columns.</summary>
    public int? Width { get; init; }

    /// <summary>Rows.</summary>
    public int? Height { get; init; }

    /// <summary>Slices; null for a picture.</summary>
    public int? Slices { get; init; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
