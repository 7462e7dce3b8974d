import { createSavedView } from '../../incidents/create-saved-view.ts';
import { deleteSavedView } from '../../incidents/delete-saved-view.ts';
import { listSavedViews } from '../../incidents/list-saved-views.ts';
import {
  CreateSavedViewBody,
  SavedView,
  SavedViewList,
  UpdateSavedViewBody,
} from '../../incidents/saved-view-schemas.ts';
import { updateSavedView } from '../../incidents/update-saved-view.ts';
import { IdParams, route } from '../route.ts';

const tag = 'Saved views';

export const savedViewRoutes = [
  route({
    method: 'GET',
    url: '/saved-views',
    tag,
    summary: 'One’s own views and those that others share, by name',
    response: SavedViewList,
    handle: (context) => listSavedViews(context),
  }),
  route({
    method: 'POST',
    url: '/saved-views',
    tag,
    summary: 'Save a filter as a view',
    description: 'Views of one’s own need no more than reading; sharing one needs `responder`.',
    body: CreateSavedViewBody,
    status: 201,
    response: SavedView,
    handle: (context, { body }) => createSavedView(context, body),
  }),
  route({
    method: 'PATCH',
    url: '/saved-views/:id',
    tag,
    summary: 'Change a view',
    params: IdParams,
    body: UpdateSavedViewBody,
    response: SavedView,
    handle: (context, { params, body }) => updateSavedView(context, { ...body, ...params }),
  }),
  route({
    method: 'DELETE',
    url: '/saved-views/:id',
    tag,
    summary: 'Delete a view',
    params: IdParams,
    handle: (context, { params }) => deleteSavedView(context, params),
  }),
];
