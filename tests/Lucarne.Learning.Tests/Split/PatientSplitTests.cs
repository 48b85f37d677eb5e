using FsCheck;
using FsCheck.Fluent;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Split;

namespace Lucarne.Learning.Tests.Split;

public class PatientSplitTests
{
    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 0, 1)]
    [InlineData(3, 2, 0, 1)]
    [InlineData(4, 2, 1, 1)]
    [InlineData(20, 14, 3, 3)]
    [InlineData(24, 16, 4, 4)]
    [InlineData(158, 110, 24, 24)]
    public void Patients_are_dealt_out_by_the_recipe_s_fractions(int patients, int train, int validation, int test)
    {
        // 15 % of 158 is 23.7, of 24 is 3.6, of 20 is 3.
        var split = PatientSplit.Draw([.. Enumerable.Range(0, patients).Select(i => ($"p{i:d3}", $"p{i:d3}"))], new SplitOptions());
        Assert.Equal((train, validation, test), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(patients < 20, split.Warnings.Count > 0);
    }

    [Fact]
    public void Every_scan_is_in_one_part_every_patient_on_one_side_and_the_draw_depends_on_the_seed_alone()
    {
        var cohorts = from patients in Gen.Choose(1, 40)
                      from scans in Gen.ArrayOf(Gen.Choose(1, patients), 60)
                      from seed in Gen.Choose(0, 1000)
                      select (Scans: scans.Select((patient, i) => ($"s{i}", $"p{patient}")).ToArray(), seed);
        Prop.ForAll(cohorts.ToArbitrary(), cohort =>
        {
            if (cohort.Scans.Length == 0) return true;
            var options = new SplitOptions { Seed = cohort.seed };
            var split = PatientSplit.Draw(cohort.Scans, options);
            ValueList<string>[] parts = [split.Train, split.Validation, split.Test];
            var patientOf = cohort.Scans.ToDictionary(item => item.Item1, item => item.Item2);
            var whole = parts.SelectMany(part => part).Order(StringComparer.Ordinal).SequenceEqual(patientOf.Keys.Order(StringComparer.Ordinal));
            var apart = parts.SelectMany((part, i) => part.Select(scan => (patientOf[scan], i))).Distinct().GroupBy(pair => pair.Item1).All(group => group.Count() == 1);
            return whole && apart && split.Train.Count > 0 && split == PatientSplit.Draw([.. cohort.Scans.Reverse()], options);
        }).QuickCheckThrowOnFailure();
    }
}
