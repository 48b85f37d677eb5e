using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Recipes;

public class StructureNamesTests
{
    private static readonly ValueList<Structure> Thorax = Recipe.Load("thorax", RepositoryRecipes.Folder).Segmentation!.Structures;
    private static readonly StructureNames Names = new(Thorax);

    [Theory]
    [InlineData("gtv", "GTV", "GTV-1", "GTV-2", "gtv 1", "GTVp", "GTV_p1", "GTV12")]
    [InlineData("ptv", "PTV", "PTV-1", "PTV_High", "PTV60", "ptv p")]
    [InlineData("right_lung", "POUMON D", "LUNG_R", "Lung R", "Lung_R", "lung right", "Lung-Right", "Right Lung", "Poumon droit", "RLung", "right_lung")]
    [InlineData("left_lung", "POUMON G", "LUNG_L", "Lung L", "lung left", "Lung-Left", "Left Lung", "Poumon gauche", "LLung")]
    [InlineData("heart", "Heart", "COEUR", "Cœur", "coeur", "CŒUR")]
    [InlineData("oesophagus", "OESOPHAGE", "Œsophage", "Esophagus", "oesophagus", "ESOPHAGE")]
    [InlineData("spinal_cord", "MOELLE", "SpinalCord", "Spinal cord", "Spinal-Cord", "Moelle épinière", "moelle epiniere", "Cord")]
    public void The_usual_spellings_find_their_structure(string structure, params string[] spellings) =>
        Assert.All(spellings, spelling => Assert.Equal(structure, Names.Match(spelling)?.Name));

    [Theory]
    [InlineData("GTVn")]
    [InlineData("GTV-N1")]
    [InlineData("CTV-1")]
    [InlineData("Lung")]
    [InlineData("Lungs")]
    [InlineData("Poumons")]
    [InlineData("Lung R - GTV")]
    [InlineData("Heart PRV")]
    [InlineData("SpinalCord_PRV05")]
    [InlineData("Spinal canal")]
    [InlineData("1,SUV_primair")]
    [InlineData("Isocentre")]
    [InlineData("External")]
    [InlineData("---")]
    [InlineData("")]
    public void What_is_not_certain_is_not_guessed(string name) => Assert.Null(Names.Match(name));

    [Fact]
    public void Two_contours_of_one_structure_are_joined_and_it_is_said()
    {
        var assigned = Names.Assign(["GTV-1", "Lung R", "GTV-2", "Couch", "Lungs"]);
        Assert.Equal(["gtv", "right_lung"], assigned.Used.Select(used => used.Structure.Name));
        Assert.Equal(["GTV-1", "GTV-2"], assigned.Used[0].Names);
        Assert.Equal(["Couch", "Lungs"], assigned.Unused);
        var note = Assert.Single(assigned.Notes);
        Assert.Equal("gtv is the union of GTV-1 and GTV-2", note.En);
        Assert.EndsWith("réunion de GTV-1 et GTV-2", note.Fr, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_fits_two_patterns_means_none_and_a_plain_name_goes_before_patterns()
    {
        Structure Made(string name, byte value, params ReadOnlySpan<string> aliases) => new(name, value, ValueList.Create(aliases), new(name, name), default);
        var names = new StructureNames([Made("a", 1, "node*"), Made("b", 2, "*left", "node right")]);
        Assert.Null(names.Match("Node left"));
        Assert.Equal("b", names.Match("Node right")?.Name);
        Assert.Equal("a", names.Match("Node 4")?.Name);
    }

    /// <summary>The oracle is .NET's own expressions: <c>*</c> as <c>.*</c>, <c>#</c> as <c>[0-9]+</c>.</summary>
    [Fact]
    public void A_pattern_fits_what_the_same_regular_expression_fits()
    {
        var generator = from pattern in Gen.Elements('a', 'b', '1', '*', '#').ArrayOf().Where(letters => letters.Length is > 0 and < 8)
                        from name in Gen.Elements('a', 'b', '1', '2').ArrayOf().Where(letters => letters.Length is > 0 and < 10)
                        select (Pattern: new string(pattern), Name: new string(name));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(generator.ToArbitrary(), sample =>
        {
            var expected = Regex.IsMatch(sample.Name, $@"\A{sample.Pattern.Replace("*", ".*", StringComparison.Ordinal).Replace("#", "[0-9]+", StringComparison.Ordinal)}\z");
            var names = new StructureNames([new("zzz", 1, ValueList.Create([sample.Pattern]), new("zzz", "zzz"), default)]);
            return expected == (names.Match(sample.Name) is not null);
        }));
    }

    [Fact]
    public void A_long_name_is_compared_in_time_that_grows_with_its_length()
    {
        // Each star of a backtracking comparison would multiply the time by the length: 10⁴ letters and five stars, 10²⁰ steps.
        var names = new StructureNames([new("zzz", 1, ValueList.Create(["*a*a*a*a*b"]), new("zzz", "zzz"), default)]);
        Assert.Null(names.Match(new string('a', 10_000)));
        Assert.NotNull(names.Match(new string('a', 10_000) + "b"));
    }

    [Fact]
    public void No_side_is_ever_exchanged_by_case_accents_or_separators()
    {
        string[] separators = ["", " ", "_", "-", ".", " - "];
        var cases = from structure in Gen.Elements(Thorax.ToArray())
                    from alias in Gen.Elements(structure.Aliases.Where(alias => alias.IndexOfAny(['*', '#']) < 0).Append(structure.Name).ToArray())
                    from separator in Gen.Elements(separators)
                    from upper in ArbMap.Default.GeneratorFor<bool>()
                    select (structure, Name: (upper ? alias.ToUpperInvariant() : alias.ToLowerInvariant()).Replace(" ", separator, StringComparison.Ordinal));
        Prop.ForAll(cases.ToArbitrary(), item => Names.Match(item.Name) == item.structure).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Painting_ends_with_the_tumour() =>
        Assert.Equal(
            ["right_lung", "left_lung", "heart", "ptv", "oesophagus", "spinal_cord", "gtv"],
            Recipe.Load("thorax", RepositoryRecipes.Folder).Segmentation!.Painted.Select(structure => structure.Name));
}
