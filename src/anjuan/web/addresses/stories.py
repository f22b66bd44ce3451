"""Addresses of case stories, exhibitions, firsts, training sets and work instructions."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import exhibitions, firsts, instructions, stories, trainings, works

PATHS: list[URLPattern] = [
    path("knowledge/stories/", stories.stories, name="stories"),
    path("knowledge/stories/propose/", stories.propose, name="stories_propose"),
    path("knowledge/stories/make/", stories.make, name="story_make"),
    path("knowledge/stories/<int:work_id>/", stories.story, name="story"),
    path("knowledge/stories/editions/<int:edition_id>/", stories.edition, name="story_edition"),
    path("knowledge/stories/editions/<int:edition_id>/sentence/", stories.sentence, name="story_sentence"),
    path("knowledge/stories/editions/<int:edition_id>/story.<slug:form>", stories.download, name="story_file"),
    path("knowledge/works/<slug:sort>/<int:work_id>/revise/", works.revise, name="work_revise"),
    path("knowledge/works/<slug:sort>/editions/<int:edition_id>/step/<slug:name>/", works.step, name="work_step"),
    path("knowledge/works/<slug:sort>/editions/<int:edition_id>/harmless/", works.harmless, name="work_harmless"),
    path("knowledge/exhibitions/", exhibitions.exhibitions, name="exhibitions"),
    path("knowledge/exhibitions/make/", exhibitions.make, name="exhibition_make"),
    path("knowledge/exhibitions/<int:work_id>/", exhibitions.exhibition, name="exhibition"),
    path("knowledge/exhibitions/editions/<int:edition_id>/", exhibitions.edition, name="exhibition_edition"),
    path("knowledge/exhibitions/editions/<int:edition_id>/preview/", exhibitions.preview, name="exhibition_preview"),
    path(
        "knowledge/exhibitions/editions/<int:edition_id>/pictures/<slug:key>.webp",
        exhibitions.picture,
        name="exhibition_picture",
    ),
    path("knowledge/exhibitions/editions/<int:edition_id>/head/", exhibitions.head, name="exhibition_head"),
    path("knowledge/exhibitions/editions/<int:edition_id>/room/", exhibitions.room, name="exhibition_room"),
    path("knowledge/exhibitions/editions/<int:edition_id>/add/", exhibitions.add, name="exhibition_add"),
    path("knowledge/exhibitions/editions/<int:edition_id>/exhibit/", exhibitions.exhibit, name="exhibition_exhibit"),
    path("knowledge/exhibitions/editions/<int:edition_id>/order/", exhibitions.order, name="exhibition_order"),
    path("knowledge/firsts/", firsts.firsts, name="firsts"),
    path("knowledge/firsts/find/", firsts.find, name="firsts_find"),
    path("knowledge/firsts/<int:first_id>/", firsts.decide, name="first_decide"),
    path("knowledge/trainings/", trainings.trainings, name="trainings"),
    path("knowledge/trainings/make/", trainings.make, name="training_make"),
    path("knowledge/trainings/<int:work_id>/", trainings.training, name="training"),
    path("knowledge/trainings/<int:work_id>/take/", trainings.take, name="training_take"),
    path("knowledge/trainings/<int:work_id>/answer/", trainings.answer, name="training_answer"),
    path("knowledge/trainings/<int:work_id>/counts/", trainings.counts, name="training_counts"),
    path("knowledge/trainings/results/<int:result_id>/", trainings.result, name="training_result"),
    path("knowledge/trainings/editions/<int:edition_id>/", trainings.edition, name="training_edition"),
    path("knowledge/trainings/editions/<int:edition_id>/question/", trainings.question, name="training_question"),
    path("knowledge/trainings/editions/<int:edition_id>/set.<slug:form>", trainings.download, name="training_file"),
    path("knowledge/instructions/", instructions.instructions, name="instructions"),
    path("knowledge/instructions/build/", instructions.build, name="instruction_build"),
    path("knowledge/instructions/<str:field_code>/", instructions.instruction, name="instruction"),
]
