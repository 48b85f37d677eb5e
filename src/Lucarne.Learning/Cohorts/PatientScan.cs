using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Contours;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Cohorts;

/// <summary>A patient's scan with its truth, both on one grid in axial order.</summary>
/// <param name="Hounsfield">The scan in Hounsfield units, [K, J, I].</param>
/// <param name="Truth">The structures.</param>
/// <param name="Contoured">Names of the structures whose truth is known. The others may well be there, but nobody drew them.</param>
/// <param name="Notes">What a person should know, a sentence without its point each.</param>
internal sealed record PatientScan(Volume<float> Hounsfield, StructureMaps Truth, IReadOnlyList<string> Contoured, IReadOnlyList<LocalText> Notes);

/// <summary>A scan of a cohort that can be read.</summary>
/// <param name="Id">Its name in every file: letters, digits, _ and -.</param>
/// <param name="Patient">Whose it is: scans of one patient stay on one side of the split.</param>
/// <param name="Signature">Changes when the files it is read from change.</param>
/// <param name="Read">Reads it; throws <see cref="PrepareException"/> where it cannot be used.</param>
internal sealed record CohortScan(string Id, string Patient, string Signature, Func<CancellationToken, PatientScan> Read);
