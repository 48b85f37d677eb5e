using System.Globalization;
using System.Text;

namespace Lucarne.Imaging;

/// <summary>What a phantom slice shows; lower-case names are the class folders.</summary>
public enum KidneyFinding
{
    /// <summary>Two healthy kidneys.</summary>
    Normal,
    /// <summary>A smooth, round lesion of water density.</summary>
    Cyst,
    /// <summary>An irregular, uneven mass with a dark core.</summary>
    Tumor,
    /// <summary>One or two very bright foci in the renal pelvis.</summary>
    Stone,
}

/// <summary>
/// Draws kidney-like CT slices of patients that do not exist: 256 × 256, 8-bit grey, seen from the feet as CT is shown.
/// Patients differ in build, contrast phase, noise and window, so that brightness alone tells no class; slices of one
/// patient are near copies, so that patients must be kept together when data is split. The same seed draws the same
/// bytes on every machine. Good for trying a pipeline; what is learnt from it says nothing about real patients.
/// </summary>
public static class KidneyPhantom
{
    /// <summary>Columns and rows of a slice.</summary>
    public const int Side = 256;

    /// <summary>Draws one slice, [256, 256, 1], 8 bits.</summary>
    /// <param name="patientSeed">The patient.</param>
    /// <param name="slice">0 and up, from head to feet; from about 10 on the slices no longer move.</param>
    /// <param name="finding">What is found in one kidney.</param>
    public static Picture Draw(ulong patientSeed, int slice, KidneyFinding finding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        var patient = PhantomPatient.From(patientSeed);
        var z = Math.Min(0.6, patient.FirstSlice + (patient.SliceStep * slice));
        var canvas = new HounsfieldCanvas(Side);
        Abdomen.Draw(canvas, patient, patientSeed, z);
        Kidneys.Draw(canvas, patient, patientSeed, z, finding);
        var noise = ScanNoise.Draw(Side, patient.NoiseHounsfield, new SeededNumbers(SeededNumbers.Derive(patientSeed, 1000 + (ulong)slice)));
        return canvas.Develop(noise, patient.WindowLevel, patient.WindowWidth);
    }

    /// <summary>
    /// Writes a data set: a folder per class with PNG files such as <c>tumor/P012-03.png</c> (patient, slice from 01), and
    /// <c>groups.csv</c> (<c>file,group</c>), which is written last. Files that stand there are replaced.
    /// </summary>
    /// <returns>The files written, relative to the folder, in order, with forward slashes.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the files written so far stay.</exception>
    public static IReadOnlyList<string> WriteDataset(string folder, int patientsPerClass, int slicesPerPatient, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(patientsPerClass, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(slicesPerPatient, 1);
        var findings = Enum.GetValues<KidneyFinding>();
        var patients = patientsPerClass * findings.Length;
        var files = new string[patients * slicesPerPatient];
        Parallel.For(0, patients, new ParallelOptions { CancellationToken = cancellation }, patient =>
        {
            var finding = findings[patient / patientsPerClass];
            for (var slice = 0; slice < slicesPerPatient; slice++)
            {
                cancellation.ThrowIfCancellationRequested();
                var file = string.Create(CultureInfo.InvariantCulture, $"{NameOf(finding)}/{IdOf(patient)}-{slice + 1:00}.png");
                PictureWriter.Write(Path.Combine(folder, file), Draw(SeededNumbers.Derive(seed, (ulong)patient), slice, finding));
                files[(patient * slicesPerPatient) + slice] = file;
            }
        });
        var groups = new StringBuilder("file,group\n");
        for (var i = 0; i < files.Length; i++)
            groups.Append(files[i]).Append(',').Append(IdOf(i / slicesPerPatient)).Append('\n');
        PlacedFile.Write(Path.Combine(folder, "groups.csv"), groups.ToString());
        return files;
    }

    /// <summary>The class folder of a finding: normal, cyst, tumor or stone.</summary>
    public static string NameOf(KidneyFinding finding) => finding switch
    {
        KidneyFinding.Normal => "normal",
        KidneyFinding.Cyst => "cyst",
        KidneyFinding.Tumor => "tumor",
        KidneyFinding.Stone => "stone",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding, "No such finding."),
    };

    private static string IdOf(int patient) => string.Create(CultureInfo.InvariantCulture, $"P{patient + 1:000}");
}
