using Lucarne.Clinic.Requests;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Tests.Requests;

/// <summary>A request that is sent again is not done again.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class IdempotencyTests(Databases databases)
{
    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task Of_the_same_request_sent_at_once_one_is_done_and_the_answer_is_given_again(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var keys = clinic.Database.Idempotency;
        var begun = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => keys.BeginAsync("key/1", "k", "aa"))));
        Assert.Single(begun, answer => answer is null);
        Assert.Equal(5, begun.Count(answer => answer == new GivenAnswer(null, null)));
        await keys.CompleteAsync("key/1", "k", 201, "{\"id\":1}");
        Assert.Equal(new GivenAnswer(201, "{\"id\":1}"), await keys.BeginAsync("key/1", "k", "aa"));
        await Assert.ThrowsAsync<ClinicException>(() => keys.BeginAsync("key/1", "k", "bb"));
        Assert.Null(await keys.BeginAsync("key/2", "k", "bb"));
    }

    [SkippableTheory, ClassData(typeof(BothDatabases))]
    public async Task A_request_that_failed_or_was_interrupted_may_be_tried_again(DatabaseKind kind)
    {
        await using var clinic = await databases.CreateAsync(kind);
        var keys = clinic.Database.Idempotency;
        Assert.Null(await keys.BeginAsync("key/1", "failed", "aa"));
        await keys.ForgetAsync("key/1", "failed");
        Assert.Null(await keys.BeginAsync("key/1", "failed", "aa"));
        Assert.Null(await keys.BeginAsync("key/1", "interrupted", "aa"));
        clinic.Clock.Now += TimeSpan.FromMinutes(11);
        Assert.Null(await keys.BeginAsync("key/1", "interrupted", "aa"));
    }
}
