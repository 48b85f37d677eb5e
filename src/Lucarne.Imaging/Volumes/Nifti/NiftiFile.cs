namespace Lucarne.Imaging.Volumes;

/// <summary>
/// Volumes in NIfTI files. Read are NIfTI-1 and NIfTI-2, <c>.nii</c>, <c>.hdr</c> with <c>.img</c>, packed by gzip or not
/// (by content, not by name), of either byte order, with whole or real numbers of 8 to 64 bits. NIfTI's RAS coordinates
/// become the LPS of <see cref="VolumeGeometry"/>; the order of the voxels stays the file's. The sform counts before the
/// qform, and a file with neither lies as nibabel takes it: x mirrored, the middle at the origin.
/// </summary>
public static class NiftiFile
{
    /// <summary>How many voxels are read unless more are allowed: 512 × 512 × 2048.</summary>
    public const long DefaultMaximumVoxels = 1L << 29;

    /// <summary>Reads a scan; scl_slope and scl_inter are applied in double precision and rounded once.</summary>
    /// <param name="path">A .nii or .hdr or .img file, with or without .gz.</param>
    /// <param name="maximumVoxels">A file that says it holds more is refused before room is made for it.</param>
    /// <returns>[K, J, I], where the file's first axis is i.</returns>
    /// <exception cref="NiftiException">The file is not there, is not NIfTI, is damaged, or is not one volume of numbers.</exception>
    public static Volume<float> ReadFloat(string path, long maximumVoxels = DefaultMaximumVoxels) => Reader(path, maximumVoxels).ReadFloat();

    /// <summary>Reads a label map or a mask.</summary>
    /// <param name="path">A .nii or .hdr or .img file, with or without .gz.</param>
    /// <param name="maximumVoxels">A file that says it holds more is refused before room is made for it.</param>
    /// <returns>[K, J, I], where the file's first axis is i.</returns>
    /// <exception cref="NiftiException">As for <see cref="ReadFloat"/>; or a voxel is not a whole number from 0 to 255.</exception>
    public static Volume<byte> ReadLabels(string path, long maximumVoxels = DefaultMaximumVoxels) => Reader(path, maximumVoxels).ReadLabels();

    /// <summary>
    /// Writes NIfTI-1, packed where the name ends in .nii.gz, beside its place and renamed. The sform holds the grid, to
    /// single precision; the qform holds it too unless the grid is sheared (a tilted gantry), when there is none.
    /// </summary>
    /// <typeparam name="T"><see cref="byte"/>, <see cref="short"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">Ends in .nii or .nii.gz; its folder is made where there is none.</param>
    /// <param name="volume">What to write.</param>
    /// <param name="description">A note in the header: its first 79 bytes of UTF-8.</param>
    /// <exception cref="NiftiException">The name ends otherwise, or an axis has more than 32,767 voxels.</exception>
    /// <exception cref="NotSupportedException">The voxels are of another type.</exception>
    /// <exception cref="IOException">The file cannot be written; where one stood, it stands as it was.</exception>
    public static void Write<T>(string path, Volume<T> volume, string description = "")
        where T : unmanaged => Write(path, volume, NiftiScaling.None, description);

    /// <summary>The same for a mask or a label map that is known to be empty outside of some rows: what is there is not read.</summary>
    /// <param name="path">Ends in .nii or .nii.gz; its folder is made where there is none.</param>
    /// <param name="map">What to write.</param>
    /// <param name="filled">The rows outside of which every voxel is 0.</param>
    /// <param name="description">A note in the header: its first 79 bytes of UTF-8.</param>
    /// <exception cref="NiftiException">The name ends otherwise, or an axis has more than 32,767 voxels.</exception>
    /// <exception cref="IOException">The file cannot be written; where one stood, it stands as it was.</exception>
    public static void Write(string path, Volume<byte> map, FilledRows filled, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(description);
        NiftiWriter.Write(path, map, filled, description, NiftiScaling.None);
    }

    /// <summary>The same for voxels that stand for other numbers: value = stored × slope + intercept.</summary>
    /// <typeparam name="T"><see cref="byte"/>, <see cref="short"/> or <see cref="float"/>.</typeparam>
    /// <param name="path">Ends in .nii or .nii.gz; its folder is made where there is none.</param>
    /// <param name="volume">What to write, as stored.</param>
    /// <param name="scaling">What the stored numbers mean.</param>
    /// <param name="description">A note in the header: its first 79 bytes of UTF-8.</param>
    /// <exception cref="NiftiException">The name ends otherwise, or an axis has more than 32,767 voxels.</exception>
    /// <exception cref="NotSupportedException">The voxels are of another type.</exception>
    /// <exception cref="IOException">The file cannot be written; where one stood, it stands as it was.</exception>
    public static void Write<T>(string path, Volume<T> volume, NiftiScaling scaling, string description = "")
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(description);
        NiftiWriter.Write(path, volume, FilledRows.Of(volume.Geometry), description, scaling);
    }

    private static NiftiReader Reader(string path, long maximumVoxels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumVoxels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximumVoxels, Array.MaxLength);
        return new NiftiReader(path, maximumVoxels);
    }
}
