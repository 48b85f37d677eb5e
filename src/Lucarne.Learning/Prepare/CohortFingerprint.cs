namespace Lucarne.Learning.Prepare;

/// <summary>fingerprint.json of a segmentation run: what the cohort is.</summary>
internal static class CohortFingerprint
{
    public static void Write(string path, PreparedStore store)
    {
        var scans = store.Scans.Select(scan => new
        {
            scan.Record.Id,
            scan.Record.Patient,
            scan.Record.Signature,
            scan.Record.Size,
            SpacingMm = new[] { scan.Record.Geometry.ColumnSpacingMm, scan.Record.Geometry.RowSpacingMm, scan.Record.Geometry.SliceSpacingMm },
            scan.Record.Contoured,
            scan.Record.VolumeMl,
        }).ToList();
        JsonFile.Write(path, new { Files = scans.Count, Scans = scans, Warnings = store.Warnings.Select(warning => warning.En), WarningsFr = store.Warnings.Select(warning => warning.Fr) });
    }
}
