using System.Globalization;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Tests.Prepare;

public class PreparedFolderTests
{
    [Fact]
    public void What_was_prepared_is_recognised_whatever_language_the_machine_speaks()
    {
        var options = TinyCohort.Recipe().Segmentation!;
        options = options with { Prepare = options.Prepare with { WindowHu = new NumberRange(-1000.5, 400.25) } };
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var here = PreparedFolder.SettingsOf(options);
            // A comma for decimals and a minus of its own.
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "\u2212" } };
            Assert.Equal(here, PreparedFolder.SettingsOf(options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Another_window_is_another_preparation()
    {
        var options = TinyCohort.Recipe().Segmentation!;
        Assert.NotEqual(PreparedFolder.SettingsOf(options), PreparedFolder.SettingsOf(options with { Prepare = options.Prepare with { WindowHu = new NumberRange(-1000, 401) } }));
    }
}
