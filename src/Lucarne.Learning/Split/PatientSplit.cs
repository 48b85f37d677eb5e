using Lucarne.Learning.Randomness;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Split;

/// <summary>Deals patients out to training, validation and test: a seeded order, cut at the recipe's fractions.</summary>
internal static class PatientSplit
{
    /// <summary>
    /// Draws. Of two patients or more one at least is kept apart; of four or more one at least chooses the best epoch; with fewer there
    /// is no validation, and with one patient no test, which the warnings say.
    /// </summary>
    /// <param name="scans">The scans' names, and whose each is.</param>
    /// <param name="options">The fractions and the seed.</param>
    public static DataSplit Draw(IReadOnlyList<(string Scan, string Patient)> scans, SplitOptions options)
    {
        var patients = scans.Select(item => item.Patient).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Xoshiro256.For(options.Seed, 0x73706C69).Shuffle<string>(patients);
        var (test, validation) = (Part(options.Test, patients.Length, 2), Part(options.Validation, patients.Length, 4));
        var part = patients.Index().ToDictionary(item => item.Item, item => item.Index < test ? 2 : item.Index < test + validation ? 1 : 0, StringComparer.Ordinal);
        ValueList<string> Of(int wanted) =>
            ValueList.From(scans.Where(item => part[item.Patient] == wanted).Select(item => item.Scan).Order(StringComparer.Ordinal));
        return new DataSplit
        {
            Seed = options.Seed,
            Train = Of(0),
            Validation = Of(1),
            Test = Of(2),
            Groups = ValueList.From(scans.OrderBy(item => item.Scan, StringComparer.Ordinal).Select(item => KeyValuePair.Create(item.Scan, item.Patient))),
            Warnings = ValueList.From(Warnings(patients.Length, test, validation)),
        };
    }

    private static int Part(double fraction, int patients, int least) =>
        patients < least ? 0 : Math.Max(1, (int)Math.Round(fraction * patients));

    private static IEnumerable<LocalText> Warnings(int patients, int test, int validation)
    {
        if (test == 0) yield return new("There is one patient only: the network learns from it, and nothing is left to judge it by.", "Il n’y a qu’un patient\u202f: le réseau apprend de lui, et rien ne reste pour le juger.");
        else if (validation == 0)
        {
            yield return new(
                $"There are {patients} patients only: one is kept apart for the judgement, none chooses the best epoch, and the last epoch is kept.",
                $"Il n’y a que {patients} patients\u202f: un est gardé à part pour le jugement, aucun ne choisit la meilleure époque, et la dernière est gardée.");
        }

        if (test is > 0 and < 3) yield return new($"The judgement rests on {test} patient(s): it says little about others.", $"Le jugement repose sur {test} patient(s)\u202f: il dit peu des autres.");
    }
}
