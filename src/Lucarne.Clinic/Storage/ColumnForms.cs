using System.Data;
using System.Globalization;
using Dapper;

namespace Lucarne.Clinic.Storage;

/// <summary>
/// How times and days stand in columns: as text in UTC, such as <c>2026-03-01T08:15:00.000Z</c> and <c>2026-03-01</c>, which sorts as
/// time does, reads the same in both databases and in any tool.
/// </summary>
internal static class ColumnForms
{
    private const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Tells Dapper. It keeps this for the whole process, and telling it again changes nothing.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new InstantColumn());
        SqlMapper.AddTypeHandler(new DayColumn());
    }

    /// <summary>A time to the millisecond, as columns keep it.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>A time as columns keep it.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(InstantForm, CultureInfo.InvariantCulture);

    /// <summary>A day as columns keep it.</summary>
    public static string Write(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    private sealed class InstantColumn : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.ParseExact((string)value, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => (parameter.DbType, parameter.Value) = (DbType.String, Write(value));
    }

    private sealed class DayColumn : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, DayForm, CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, DateOnly value) => (parameter.DbType, parameter.Value) = (DbType.String, Write(value));
    }
}
